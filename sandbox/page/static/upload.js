// The file input of a form: one or several files, uploaded as soon as they are chosen.

import { described } from "./answers.js";
import { make } from "./dom.js";

/** Draws a file input; what Slack refuses is said beside it. */
export function fileField(element, place) {
  const state = place.surface.stateOf(place.blockId, element.action_id);
  const names = make("span", { class: "hint", role: "status" }, (state?.files ?? []).map((file) => file.name).join(", "));
  const field = make("input", {
    type: "file",
    class: "field-box",
    accept: (element.filetypes ?? []).map((type) => `.${type}`).join(",") || null,
    ...described(element, place),
  });
  field.addEventListener("change", async () => {
    const file = field.files[0];
    if (!file) return;
    names.textContent = `Uploading ${file.name} …`;
    names.textContent = await place.surface.attach(place.blockId, element, file.name, await base64Of(file));
  });
  return make("div", { class: "field-wrap" }, field, names);
}

/** A file's content in base 64. */
export function base64Of(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => failed(reader.error));
    reader.readAsDataURL(file);
  });
}
