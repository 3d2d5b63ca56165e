// What all controls share: how an answer is reported, how a control is named, how an option is drawn.

import { confirmed } from "./confirm.js";
import { make } from "./dom.js";
import { textNodes } from "./mrkdwn.js";

const STATELESS = new Set(["button", "workflow_button", "overflow"]);

/** Reports a choice: modals keep it, and what is not inside an input (or dispatches) is sent, once confirmed. */
export async function report(element, place, answer) {
  const { surface, blockId, inInput, dispatches } = place;
  if (inInput && !dispatches) {
    surface.keep(blockId, element, answer);
    return true;
  }
  if (!(await confirmed(element.confirm))) return false;
  if (!STATELESS.has(element.type)) surface.keep(blockId, element, answer);
  await surface.act(blockId, element, answer);
  return true;
}

/** The attributes that tie a control to its label, hint and error. */
export function described(element, place) {
  return {
    "aria-labelledby": place.labelledBy,
    "aria-label": place.labelledBy
      ? null
      : (element.accessibility_label ?? element.placeholder?.text ?? element.action_id),
    "aria-describedby": place.describedBy,
    "aria-invalid": place.invalid ? "true" : null,
    "aria-required": place.required ? "true" : null,
    autofocus: element.focus_on_load === true,
  };
}

/** An option's text and description. */
export function optionWords(option) {
  const about = option.description ? make("small", { class: "option-about" }, textNodes(option.description)) : null;
  return make("span", { class: "option-words" }, make("span", {}, textNodes(option.text)), about);
}
