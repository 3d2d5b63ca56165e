// Nothing is drawn anew under a finger: a press whose button is replaced before it is let go would be lost.

let held = null;
let letGo = () => {};

document.addEventListener("pointerdown", hold, true);
for (const end of ["pointerup", "pointercancel", "dragend"]) document.addEventListener(end, release, true);
window.addEventListener("blur", release);

/** Resolves at once, or when the press that is going on has done what it does. */
export function whenReleased() {
  return held ?? Promise.resolve();
}

function hold() {
  held ??= new Promise((resolve) => (letGo = resolve));
}

/** The click comes after the pointer is up, in the same turn. */
function release() {
  setTimeout(() => {
    held = null;
    letGo();
  });
}
