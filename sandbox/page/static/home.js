// The Home tab that the app publishes for each person.

import { get } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { fill, make } from "./dom.js";
import { emptyState } from "./empty.js";
import { focusKept } from "./focus.js";
import { act, me, mine } from "./session.js";
import { pressable } from "./surface.js";

let shown = "";

/** Opens the Home tab, as a person does: the app is told, and may publish anew. */
export async function openHome(host) {
  shown = "";
  fill(host, make("div", { class: "home-sheet", "aria-busy": "true" }));
  const { view } = await act("open_home");
  paint(host, view);
}

/** Draws the Home tab again after the app has published it. */
export async function refreshHome(host) {
  const { view } = await get(mine("home"));
  paint(host, view);
}

function paint(host, view) {
  const signature = JSON.stringify(view);
  if (signature === shown) return;
  shown = signature;
  const focus = focusKept(host);
  fill(host, view ? sheet(host, view) : emptyState("home", `Good to see you, ${me().name}`, "Nothing is published here yet. When the app is running, your desk appears on this tab."));
  focus();
}

function sheet(host, view) {
  const repaint = () => {
    shown = "";
    refreshHome(host);
  };
  return make("div", { class: "home-sheet" }, drawBlocks(view.blocks, pressable({ kind: "home", key: "home", path: "press_home", where: {}, repaint })));
}
