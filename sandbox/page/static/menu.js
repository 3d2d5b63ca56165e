// Floating panels: menus that open beside a button, and the layer that lists and pickers float in.

import { make } from "./dom.js";
import { hold } from "./pointer.js";

/**
 * Floats a panel beside an anchor, above everything, also above an open dialog; beneath it nothing is drawn anew.
 * Returns `close()`; it also closes on Esc, on a click elsewhere, where the anchor goes away and where one goes elsewhere.
 * `closed` is called once.
 */
export function float(anchor, panel, { closed = () => {}, width = null } = {}) {
  const host = anchor.closest("dialog") ?? document.body;
  panel.setAttribute("popover", "manual");
  panel.classList.add("floating");
  host.append(panel);
  panel.showPopover();
  place(anchor, panel, width);
  let open = true;
  const letGo = hold();
  const outside = (event) => {
    if (!panel.contains(event.target) && !anchor.contains(event.target)) close();
  };
  const moved = () => (anchor.isConnected ? place(anchor, panel, width) : close());
  const escape = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("keydown", escape, true);
  window.addEventListener("resize", moved);
  window.addEventListener("hashchange", close);
  document.addEventListener("scroll", moved, true);
  function close() {
    if (!open) return;
    open = false;
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("keydown", escape, true);
    window.removeEventListener("resize", moved);
    window.removeEventListener("hashchange", close);
    document.removeEventListener("scroll", moved, true);
    panel.remove();
    closed();
    setTimeout(letGo);
  }
  return { close, place: moved };
}

function place(anchor, panel, width) {
  const gap = 6;
  const box = anchor.getBoundingClientRect();
  panel.style.minWidth = `${width ?? Math.min(box.width, 320)}px`;
  const size = panel.getBoundingClientRect();
  const below = window.innerHeight - box.bottom - gap;
  const above = box.top - gap;
  const upwards = below < Math.min(size.height, 220) && above > below;
  panel.style.maxHeight = `${Math.max(120, (upwards ? above : below) - gap)}px`;
  const height = Math.min(size.height, upwards ? above : below);
  panel.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - size.width - 8))}px`;
  panel.style.top = `${upwards ? Math.max(8, box.top - height - gap) : box.bottom + gap}px`;
}

/** A menu of buttons. `items`: [{content, name, choose, checked, danger}]; arrows, Home, End and first letters move. */
export function openMenu(anchor, { label, items }) {
  const buttons = items.map((item) =>
    make(
      "button",
      {
        type: "button",
        class: item.danger ? "menu-item danger" : "menu-item",
        role: item.checked === undefined ? "menuitem" : "menuitemradio",
        "aria-checked": item.checked === undefined ? null : String(item.checked),
        tabindex: "-1",
        on: { click: () => choose(item) },
      },
      item.content,
    ),
  );
  const panel = make("div", { class: "menu", role: "menu", "aria-label": label }, buttons);
  const floating = float(anchor, panel, { closed: () => anchor.setAttribute("aria-expanded", "false") });
  anchor.setAttribute("aria-expanded", "true");
  (buttons[items.findIndex((item) => item.checked)] ?? buttons[0])?.focus();
  panel.addEventListener("keydown", (event) => move(event, buttons, items, floating, anchor));
  function choose(item) {
    floating.close();
    anchor.focus();
    item.choose();
  }
  return floating;
}

function move(event, buttons, items, floating, anchor) {
  const at = buttons.indexOf(document.activeElement);
  const steps = {
    ArrowDown: (at + 1) % buttons.length,
    ArrowUp: (at - 1 + buttons.length) % buttons.length,
    Home: 0,
    End: buttons.length - 1,
  };
  if (event.key in steps) {
    event.preventDefault();
    buttons[steps[event.key]].focus();
  } else if (event.key === "Tab") {
    floating.close();
    anchor.focus();
  } else if (event.key.length === 1) {
    const letter = event.key.toLowerCase();
    const next = [...items.keys()]
      .map((step) => (at + 1 + step) % items.length)
      .find((index) => items[index].name?.toLowerCase().startsWith(letter));
    if (next !== undefined) buttons[next].focus();
  }
}
