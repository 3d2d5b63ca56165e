// The Home tab that the app publishes for each person.

import { get } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { fill, make } from "./dom.js";
import { emptyState } from "./empty.js";
import { focusKept } from "./focus.js";
import { act, me, mine, session } from "./session.js";
import { pressable } from "./surface.js";

let shown = "";

/** Opens the Home tab, as a person does: shows what is published, tells the app, and shows what it publishes then. */
export async function openHome(host) {
  shown = "";
  const sheet = make("div", { class: "home-sheet", "aria-busy": "true" });
  const head = make(
    "header",
    { class: "view-head" },
    make("h1", {}, make("span", {}, "Home")),
    make("p", { class: "topic" }, `What the app shows to ${me().name} and nobody else`),
  );
  fill(host, head, make("div", { class: "home-scroll", tabindex: "0", "aria-label": "Home" }, sheet));
  const { view } = await get(mine("home"));
  if (view) paint(sheet, view);
  act("open_home")
    .then(refreshHome)
    .catch(() => paint(sheet, view));
}

/** Draws the Home tab again after the app has published it. */
export async function refreshHome() {
  const sheet = document.querySelector(".home-sheet");
  if (!sheet) return;
  const { view } = await get(mine("home"));
  paint(sheet, view);
}

function paint(sheet, view) {
  const signature = JSON.stringify(view);
  if (signature === shown || !sheet.isConnected) return;
  shown = signature;
  const focus = focusKept(sheet);
  sheet.removeAttribute("aria-busy");
  fill(
    sheet,
    view
      ? drawBlocks(view.blocks, surface())
      : emptyState(
          "home",
          `Good to see you, ${me().name}`,
          "Nothing is published here yet. When the app is running, your desk appears on this tab.",
        ),
  );
  focus();
}

function surface() {
  const repaint = () => {
    shown = "";
    refreshHome();
  };
  return pressable({ kind: "home", key: `home/${session.person}`, path: "press", where: {}, repaint });
}
