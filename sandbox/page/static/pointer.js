// Nothing is drawn anew under a finger or an open menu: what is pressed there would be lost when it is replaced.

let holders = 0;
let still = null;
let letGo = () => {};
let pressed = null;

document.addEventListener("pointerdown", () => (pressed ??= hold()), true);
for (const end of ["pointerup", "pointercancel", "dragend", "contextmenu"])
  document.addEventListener(end, release, true);
window.addEventListener("blur", release);

/** Resolves at once, or when the press or menu that is going on has done what it does. */
export function whenReleased() {
  return still ?? Promise.resolve();
}

/** Keeps what is drawn as it is until the function that is returned is called. */
export function hold() {
  let holds = true;
  holders += 1;
  still ??= new Promise((resolve) => (letGo = resolve));
  return () => {
    if (!holds) return;
    holds = false;
    holders -= 1;
    if (holders) return;
    still = null;
    letGo();
  };
}

/** The click comes after the pointer is up, in the same turn. */
function release() {
  const over = pressed;
  pressed = null;
  if (over) setTimeout(over);
}
