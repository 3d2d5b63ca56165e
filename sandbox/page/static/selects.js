// Draws every kind of select as a field one can search: one or several choices, fixed or loaded while typing.

import { described, optionWords, report } from "./answers.js";
import { add, fill, icon, iconButton, make } from "./dom.js";
import { float } from "./menu.js";
import { plain, textNodes } from "./mrkdwn.js";
import { faceOf, known } from "./people.js";
import { personOf, session } from "./session.js";

const PAUSE = 180;
let numbers = 0;

/** A select of any type of Block Kit. */
export function select(element, place) {
  return new Select(element, place).root;
}

function optionOfPerson(id) {
  return { text: { type: "plain_text", text: personOf(id).name }, value: id, face: id };
}

function optionOfConversation(channel) {
  return { text: { type: "plain_text", text: channel.is_im ? channel.name : `# ${channel.name}` }, value: channel.id };
}

const KINDS = {
  static: {
    initial: (element) => element.initial_options ?? [element.initial_option],
    state: (state) => state.selected_options ?? [state.selected_option],
    groups: (element) => element.option_groups ?? [{ options: element.options ?? [] }],
  },
  users: {
    initial: (element) => (element.initial_users ?? [element.initial_user]).filter(Boolean).map(optionOfPerson),
    state: (state) => (state.selected_users ?? [state.selected_user]).filter(Boolean).map(optionOfPerson),
    groups: () => [{ options: session.world.people.map((person) => optionOfPerson(person.id)) }],
  },
  conversations: {
    initial: (element) =>
      named(
        element.initial_conversations ??
          element.initial_channels ?? [element.initial_conversation ?? element.initial_channel],
      ),
    state: (state) =>
      named(
        state.selected_conversations ??
          state.selected_channels ?? [state.selected_conversation ?? state.selected_channel],
      ),
    groups: () => [{ options: known.channels.map(optionOfConversation) }],
  },
};
KINDS.external = { ...KINDS.static, groups: null };
KINDS.channels = {
  ...KINDS.conversations,
  groups: () => [{ options: known.channels.filter((one) => !one.is_im && !one.is_private).map(optionOfConversation) }],
};

function named(ids) {
  return ids
    .filter(Boolean)
    .map((id) => optionOfConversation(known.channels.find((one) => one.id === id) ?? { id, name: id }));
}

class Select {
  constructor(element, place) {
    this.element = element;
    this.place = place;
    this.many = element.type.startsWith("multi_");
    this.kind = KINDS[element.type.replace(/^multi_/, "").replace(/_select$/, "")];
    const state = place.surface.stateOf(place.blockId, element.action_id);
    this.chosen = (state ? this.kind.state(state) : this.kind.initial(element)).filter(Boolean);
    this.list = `options-${(numbers += 1)}`;
    this.build();
    this.paint();
  }

  build() {
    const attributes = {
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": this.list,
      "aria-autocomplete": "list",
      autocomplete: "off",
      spellcheck: "false",
    };
    this.field = make("input", {
      type: "text",
      class: "select-field",
      ...attributes,
      ...described(this.element, this.place),
    });
    this.chips = make("span", { class: "chips" });
    this.clear = iconButton("close", "Clear the choice", () => this.choose([]));
    this.root = make(
      "div",
      { class: this.many ? "select many" : "select" },
      this.chips,
      this.field,
      this.clear,
      icon("down"),
    );
    this.root.addEventListener("pointerdown", (event) => this.pointed(event));
    this.field.addEventListener("input", () => this.search());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.close());
  }

  pointed(event) {
    if (event.target.closest("button")) return;
    if (event.target !== this.field) event.preventDefault();
    this.field.focus();
    if (!this.floating) this.open();
  }

  paint() {
    const names = this.chosen.map((option) => option.text.text);
    fill(this.chips, this.many ? this.chosen.map((option) => this.chip(option)) : []);
    this.field.value = this.many ? "" : plainText(names[0] ?? "");
    this.field.placeholder =
      this.many && names.length ? "" : (this.element.placeholder?.text ?? (this.many ? "Choose some" : "Choose one"));
    this.clear.hidden = this.many || !names.length || !this.place.inInput || this.place.required;
  }

  chip(option) {
    const label = `Remove ${option.text.text}`;
    const remove = make(
      "button",
      {
        type: "button",
        "aria-label": label,
        on: { click: () => this.choose(this.chosen.filter((one) => one !== option)) },
      },
      icon("close"),
    );
    return make("span", { class: "chip" }, textNodes(option.text), remove);
  }

  open() {
    this.panel = make("div", {
      class: "options",
      role: "listbox",
      id: this.list,
      "aria-multiselectable": this.many ? "true" : null,
      "aria-label": this.element.placeholder?.text ?? "Options",
    });
    this.panel.addEventListener("pointerdown", (event) => event.preventDefault());
    this.floating = float(this.root, this.panel, {
      width: Math.max(220, this.root.getBoundingClientRect().width),
      closed: () => this.closed(),
    });
    this.field.setAttribute("aria-expanded", "true");
    if (!this.many) this.field.select();
    this.offer("");
  }

  close() {
    this.floating?.close();
  }

  closed() {
    this.floating = null;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
    this.paint();
  }

  search() {
    if (!this.floating) this.open();
    clearTimeout(this.waiting);
    const query = this.field.value;
    if (this.kind.groups) this.offer(query);
    else this.waiting = setTimeout(() => this.offer(query), PAUSE);
  }

  async offer(query) {
    const wanted = query.trim().toLowerCase();
    if (this.kind.groups) {
      this.show(
        this.kind
          .groups(this.element)
          .map((group) => ({ ...group, options: group.options.filter((option) => matches(option, wanted)) })),
      );
      return;
    }
    const least = this.element.min_query_length ?? 3;
    if (query.length < least) {
      this.say(`Type ${least === 1 ? "a letter" : `${least} letters`} to search.`);
      return;
    }
    this.say("Searching…");
    const asked = (this.asked = Symbol("query"));
    const groups = await this.place.surface.load(this.place.blockId, this.element, query).catch(() => null);
    if (asked !== this.asked || !this.floating) return;
    if (groups === null) this.say("The options could not be loaded.");
    else this.show(groups);
  }

  say(text) {
    this.offered = [];
    fill(this.panel, make("p", { class: "options-note", role: "status" }, text));
    this.floating?.place();
  }

  show(groups) {
    this.offered = groups.flatMap((group) => group.options);
    if (!this.offered.length) {
      this.say("Nothing found.");
      return;
    }
    let number = -1;
    fill(
      this.panel,
      groups
        .filter((group) => group.options.length)
        .map((group) => [
          group.label ? make("div", { class: "options-group", role: "presentation" }, textNodes(group.label)) : null,
          group.options.map((option) => this.row(option, (number += 1))),
        ]),
    );
    const at = this.offered.findIndex((option) => this.isChosen(option));
    this.point(at > 0 && !this.many ? at : 0);
    this.floating?.place();
  }

  row(option, number) {
    const picked = this.isChosen(option);
    const row = make("div", {
      class: "option",
      role: "option",
      id: `${this.list}-${number}`,
      "aria-selected": String(picked),
    });
    add(row, option.face ? faceOf(option.face) : null, optionWords(option), picked ? icon("check") : null);
    row.addEventListener("click", () => this.take(option));
    row.addEventListener("pointermove", () => this.point(number, false));
    return row;
  }

  isChosen(option) {
    return this.chosen.some((one) => one.value === option.value);
  }

  point(number, scroll = true) {
    this.at = number;
    for (const row of this.panel.querySelectorAll(".option"))
      row.classList.toggle("pointed", row.id === `${this.list}-${number}`);
    this.field.setAttribute("aria-activedescendant", `${this.list}-${number}`);
    if (scroll) this.panel.querySelector(".pointed")?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.key === "Backspace" && this.many && !this.field.value && this.chosen.length)
      this.choose(this.chosen.slice(0, -1));
    if (!["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
    if (!this.floating) {
      if (event.key !== "Enter") this.open();
      event.preventDefault();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const count = this.offered.length;
    if (event.key === "Enter" && this.offered[this.at]) this.take(this.offered[this.at]);
    else if (count) this.point((this.at + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
  }

  take(option) {
    if (!this.many) this.choose([option]);
    else if (this.isChosen(option)) this.choose(this.chosen.filter((one) => one.value !== option.value));
    else if (this.chosen.length < (this.element.max_selected_items ?? Infinity)) this.choose([...this.chosen, option]);
  }

  async choose(options) {
    const before = this.chosen;
    this.chosen = options;
    this.close();
    this.paint();
    const values = options.map((option) => option.value);
    if (await report(this.element, this.place, { selected: this.many ? values : (values[0] ?? null), options })) return;
    this.chosen = before;
    this.paint();
  }
}

function matches(option, wanted) {
  return (
    !wanted ||
    plainText(option.text.text).toLowerCase().includes(wanted) ||
    option.description?.text.toLowerCase().includes(wanted)
  );
}

function plainText(text) {
  return plain(text)
    .map((part) => part.textContent ?? part)
    .join("");
}
