// Draws what a person can operate: buttons, overflow menus, choices, dates and text fields. Selects live in selects.js.

import { described, optionWords, report } from "./answers.js";
import { iconButton, make } from "./dom.js";
import { follow } from "./links.js";
import { openMenu } from "./menu.js";
import { textNodes } from "./mrkdwn.js";
import { typedRichText, wordsOf } from "./richtext.js";
import { select } from "./selects.js";
import { momentAt, wallClock } from "./times.js";
import { fileField } from "./upload.js";

const CONTROLS = {
  button,
  workflow_button: button,
  overflow,
  radio_buttons: choices,
  checkboxes: choices,
  datepicker: moment,
  timepicker: moment,
  datetimepicker: moment,
  plain_text_input: textField,
  email_text_input: textField,
  url_text_input: textField,
  number_input: textField,
  rich_text_input: textField,
  file_input: fileField,
};

/**
 * Draws one interactive element.
 * `place`: {blockId, surface, inInput, dispatches, invalid, required, labelledBy, describedBy}.
 */
export function control(element, place) {
  const draw = /select$/.test(element.type) ? select : CONTROLS[element.type];
  const drawn = draw ? draw(element, place) : make("span", { class: "hint" }, `“${element.type}” cannot be drawn here`);
  drawn.dataset.action = element.action_id ?? "";
  return drawn;
}

function button(element, place) {
  const drawn = make(
    "button",
    { type: "button", class: `button ${element.style ?? ""}`, "aria-label": element.accessibility_label },
    textNodes(element.text),
  );
  drawn.addEventListener("click", async () => {
    if (drawn.getAttribute("aria-busy") === "true") return;
    drawn.setAttribute("aria-busy", "true");
    if (element.url) follow(element.url);
    await report(element, place, { value: element.value ?? null });
    drawn.removeAttribute("aria-busy");
  });
  return drawn;
}

function overflow(element, place) {
  const drawn = iconButton("more", element.accessibility_label ?? "More actions", () => {
    const items = element.options.map((option) => ({
      content: optionWords(option),
      name: option.text.text,
      choose: () => chosen(option),
    }));
    openMenu(drawn, { label: "More actions", items });
  });
  drawn.setAttribute("aria-haspopup", "menu");
  function chosen(option) {
    if (option.url) follow(option.url);
    report(element, place, { selected: option.value });
  }
  return drawn;
}

function choices(element, place) {
  const many = element.type === "checkboxes";
  const state = place.surface.stateOf(place.blockId, element.action_id);
  const initial = many
    ? (state?.selected_options ?? element.initial_options ?? [])
    : [state ? state.selected_option : element.initial_option];
  const picked = new Set(initial.filter(Boolean).map((option) => option.value));
  const name = `${place.surface.kind}-${place.blockId}-${element.action_id}`;
  const group = make("div", {
    class: "choices",
    role: many ? "group" : "radiogroup",
    ...described(element, place),
    autofocus: null,
  });
  for (const option of element.options) {
    const box = make("input", {
      type: many ? "checkbox" : "radio",
      name,
      value: option.value,
      checked: picked.has(option.value),
    });
    group.append(make("label", { class: "choice" }, box, optionWords(option)));
  }
  group.addEventListener("change", async () => {
    const values = [...group.querySelectorAll("input:checked")].map((box) => box.value);
    const kept = await report(element, place, { selected: many ? values : values[0] });
    if (!kept) for (const box of group.querySelectorAll("input")) box.checked = picked.has(box.value);
  });
  return group;
}

const MOMENTS = {
  datepicker: {
    type: "date",
    state: "selected_date",
    initial: "initial_date",
    read: (text) => text,
    write: (value) => value,
  },
  timepicker: {
    type: "time",
    state: "selected_time",
    initial: "initial_time",
    read: (text) => text,
    write: (value) => value,
  },
  datetimepicker: {
    type: "datetime-local",
    state: "selected_date_time",
    initial: "initial_date_time",
    read: (text) => momentAt(text).getTime() / 1000,
    write: (seconds) => wallClock(new Date(seconds * 1000)),
  },
};

function moment(element, place) {
  const kind = MOMENTS[element.type];
  const state = place.surface.stateOf(place.blockId, element.action_id);
  const value = state ? state[kind.state] : element[kind.initial];
  const field = make("input", {
    type: kind.type,
    class: "field-box moment",
    value: value ? kind.write(value) : "",
    ...described(element, place),
  });
  field.addEventListener("change", () =>
    report(element, place, { selected: field.value ? kind.read(field.value) : null }),
  );
  return field;
}

const FIELDS = { email_text_input: "email", url_text_input: "url", number_input: "text" };

function textField(element, place) {
  const many = element.multiline || element.type === "rich_text_input";
  const state = place.surface.stateOf(place.blockId, element.action_id);
  const typed = state
    ? (state.value ?? wordsOf(state.rich_text_value))
    : element.initial_value?.elements
      ? wordsOf(element.initial_value)
      : element.initial_value;
  const field = make(many ? "textarea" : "input", {
    class: "field-box",
    type: many ? null : (FIELDS[element.type] ?? "text"),
    rows: many ? "5" : null,
    inputmode: element.type === "number_input" ? "decimal" : null,
    placeholder: element.placeholder?.text,
    maxlength: element.max_length,
    autocomplete: "off",
    ...described(element, place),
  });
  field.value = typed ?? "";
  const left = element.max_length ? make("span", { class: "letters", "aria-hidden": "true" }) : null;
  const count = () => left && (left.textContent = String(element.max_length - [...field.value].length));
  count();
  field.addEventListener("input", () => {
    count();
    place.surface.keep(place.blockId, element, answerOf(element, field.value));
    if (wants(element, "on_character_entered")) dispatch(element, place, field.value);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !many && place.dispatches && wants(element, "on_enter_pressed", true)) {
      event.preventDefault();
      dispatch(element, place, field.value);
    }
  });
  return make("div", { class: "field-wrap" }, field, left);
}

function answerOf(element, text) {
  return { value: element.type === "rich_text_input" ? typedRichText(text) : text };
}

function wants(element, trigger, byDefault = false) {
  return element.dispatch_action_config?.trigger_actions_on?.includes(trigger) ?? byDefault;
}

function dispatch(element, place, text) {
  if (place.dispatches) place.surface.act(place.blockId, element, answerOf(element, text));
}
