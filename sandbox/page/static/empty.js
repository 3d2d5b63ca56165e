// What stands where nothing is yet.

import { icon, make } from "./dom.js";

/** A picture, a line and a hint. */
export function emptyState(picture, title, hint, ...more) {
  return make(
    "div",
    { class: "empty" },
    make("span", { class: "empty-picture" }, icon(picture)),
    make("h3", {}, title),
    make("p", {}, hint),
    more,
  );
}
