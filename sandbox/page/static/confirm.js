// Asks "are you sure?" before an action, as a confirmation dialog of Block Kit or in the page's own words.

import { make } from "./dom.js";
import { textNodes } from "./mrkdwn.js";

/**
 * Shows a confirmation dialog and resolves to whether the person agreed; Esc and a click outside mean no.
 * `wording` has the shape of Block Kit's confirm object. Without one the answer is yes at once.
 */
export function confirmed(wording) {
  if (!wording) return Promise.resolve(true);
  return new Promise((resolve) => {
    const dialog = drawn(wording);
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close("no"));
    document.body.append(dialog);
    dialog.showModal();
  });
}

function drawn(wording) {
  const style = wording.style === "danger" ? "danger" : "primary";
  return make(
    "dialog",
    { class: "confirm", "aria-label": wording.title.text },
    make(
      "form",
      { method: "dialog" },
      make("h2", {}, textNodes(wording.title)),
      make("div", { class: "mrkdwn" }, textNodes(wording.text)),
      make(
        "div",
        { class: "confirm-foot" },
        make("button", { class: "button", value: "no" }, textNodes(wording.deny)),
        make("button", { class: `button ${style}`, value: "yes", autofocus: true }, textNodes(wording.confirm)),
      ),
    ),
  );
}
