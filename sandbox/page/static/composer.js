// Where one types: messages, slash commands with completion, names and emoji.

import { clip } from "./clip.js";
import { completions, rememberCommand } from "./commands.js";
import { add, announce, fill, icon, iconButton, make } from "./dom.js";
import { emojiLike } from "./emoji.js";
import { openMenu } from "./menu.js";
import { plain } from "./mrkdwn.js";
import { faceOf } from "./people.js";
import { act, session } from "./session.js";
import { warningIn } from "./surface.js";

const drafts = new Map();
let numbers = 0;

export class Composer {
  /** `thread` is the parent's ts when one writes into a thread; `where` is what the place is called, `sent` is told before anything leaves. */
  constructor({ channel, thread = null, where, sent = () => {} }) {
    Object.assign(this, { channel, thread, sent });
    this.draft = `${session.person}/${channel}/${thread ?? ""}`;
    this.list = `complete-${(numbers += 1)}`;
    this.offers = [];
    this.build(thread ? "Reply in this thread" : `Message ${where}`);
    this.field.value = drafts.get(this.draft) ?? "";
    this.grow();
  }

  build(label) {
    const attributes = {
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": this.list,
      "aria-autocomplete": "list",
      autocomplete: "off",
    };
    this.field = make("textarea", {
      class: "composer-field",
      rows: "1",
      placeholder: matchMedia("(max-width: 760px)").matches ? label.split(" ", 1)[0] : label,
      "aria-label": label,
      ...attributes,
    });
    this.panel = make("div", {
      class: "completions",
      role: "listbox",
      id: this.list,
      "aria-label": "Suggestions",
      hidden: true,
    });
    this.trouble = make("div", { class: "composer-trouble", role: "alert" });
    this.button = iconButton("send", "Send", () => this.send());
    this.root = make(
      "div",
      { class: "composer" },
      this.panel,
      this.trouble,
      make("div", { class: "composer-box" }, this.thread ? null : [this.slash(), this.bolt()], clip(this), this.field, this.button),
    );
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.offer([]));
    this.panel.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  slash() {
    const attributes = { type: "button", class: "icon-button slash", "aria-label": "Commands", title: "Commands (/)" };
    return make("button", { ...attributes, on: { click: () => this.startCommand() } }, "/");
  }

  /** The app's global shortcuts, as Slack offers them beside the composer. */
  bolt() {
    const shortcuts = session.world.shortcuts.filter((one) => one.type === "global");
    if (!shortcuts.length) return null;
    const run = async (callback) => {
      const outcome = await act("shortcut", { callback_id: callback }).catch(refused);
      if (warningIn(outcome)) this.warn(warningIn(outcome));
    };
    const items = shortcuts.map((one) => ({
      content: [icon("bolt"), one.name],
      name: one.name,
      choose: () => run(one.callback_id),
    }));
    const open = () => openMenu(button, { label: "Shortcuts", items });
    const button = iconButton("bolt", "Shortcuts", open, { "aria-haspopup": "menu" });
    return button;
  }

  startCommand() {
    this.field.value = "/";
    this.field.focus();
    this.typed();
  }

  typed() {
    drafts.set(this.draft, this.field.value);
    fill(this.trouble);
    this.grow();
    this.offer(this.found());
  }

  grow() {
    this.field.style.height = "auto";
    if (this.field.scrollHeight) this.field.style.height = `${Math.min(this.field.scrollHeight, 180)}px`;
  }

  /** What could be meant: a command at the start of the line, `@name` or `:emoji` before the caret. */
  found() {
    const { value, selectionStart: caret } = this.field;
    if (value.startsWith("/") && !this.thread && !value.includes("\n")) {
      return completions(value).map((one) => ({ ...one, line: one.text }));
    }
    const before = value.slice(0, caret);
    const name = /(?:^|\s)@([\p{L}]*)$/u.exec(before);
    if (name) return this.people(name[1].toLowerCase(), caret - name[1].length - 1);
    const code = /(?:^|\s):([a-z0-9_+-]{2,})$/.exec(before);
    if (code)
      return emojiLike(code[1]).map(([word, sign]) => ({
        shown: `:${word}:`,
        sign,
        from: caret - code[1].length - 1,
        insert: `:${word}: `,
      }));
    return [];
  }

  people(start, from) {
    const found = session.world.people.filter((person) => person.name.toLowerCase().startsWith(start));
    return found.map((person) => ({
      shown: person.name,
      about: person.role,
      face: person.id,
      from,
      insert: `@${person.name} `,
    }));
  }

  offer(offers) {
    this.offers = offers;
    this.at = 0;
    this.panel.hidden = offers.length === 0;
    this.field.setAttribute("aria-expanded", String(offers.length > 0));
    fill(
      this.panel,
      offers.map((offer, number) => this.row(offer, number)),
    );
    this.point(0);
  }

  row(offer, number) {
    const row = make("div", {
      class: "option",
      role: "option",
      id: `${this.list}-${number}`,
      "aria-selected": "false",
      on: { click: () => this.take(offer) },
    });
    const mark = offer.face ? faceOf(offer.face) : (offer.sign ?? icon(offer.kind === "history" ? "dial" : "bolt"));
    return add(
      row,
      make("span", { class: "option-mark" }, mark),
      make("span", { class: "option-shown" }, offer.shown),
      offer.about ? make("small", { class: "option-about" }, offer.about) : null,
    );
  }

  point(number) {
    this.at = number;
    [...this.panel.children].forEach((row, index) => {
      row.classList.toggle("pointed", index === number);
      row.setAttribute("aria-selected", String(index === number));
    });
    this.panel.children[number]?.scrollIntoView({ block: "nearest" });
    if (this.offers.length) this.field.setAttribute("aria-activedescendant", `${this.list}-${number}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  take(offer) {
    if (offer.line !== undefined) {
      this.field.value = offer.line;
    } else {
      const { value, selectionStart: caret } = this.field;
      this.field.value = value.slice(0, offer.from) + offer.insert + value.slice(caret);
      this.field.setSelectionRange(offer.from + offer.insert.length, offer.from + offer.insert.length);
    }
    drafts.set(this.draft, this.field.value);
    this.field.focus();
    this.grow();
    this.offer(offer.line?.endsWith(" ") ? this.found() : []);
  }

  key(event) {
    const count = this.offers.length;
    const steps = { ArrowDown: 1, ArrowUp: count - 1 };
    if (count && event.key in steps) {
      event.preventDefault();
      this.point((this.at + steps[event.key]) % count);
    } else if (count && (event.key === "Tab" || (event.key === "Enter" && this.completes()))) {
      event.preventDefault();
      this.take(this.offers[this.at]);
    } else if (count && event.key === "Escape") {
      event.stopPropagation();
      this.offer([]);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
  }

  /** Enter takes a suggestion unless the line is already a whole command and nothing else was pointed at. */
  completes() {
    const offer = this.offers[this.at];
    if (offer.line === undefined || this.at > 0) return true;
    return !this.field.value.includes(" ") && offer.line.trim() !== this.field.value.trim();
  }

  async send() {
    const text = this.field.value.trim();
    if (!text || this.button.getAttribute("aria-busy") === "true") return;
    this.offer([]);
    this.button.setAttribute("aria-busy", "true");
    this.sent();
    const outcome = await this.deliver(text).catch(refused);
    this.button.removeAttribute("aria-busy");
    const warning = warningIn(outcome);
    if (warning) {
      this.warn(warning);
      return;
    }
    drafts.delete(this.draft);
    this.field.value = "";
    this.grow();
  }

  deliver(text) {
    if (text.startsWith("/")) {
      rememberCommand(text);
      return act("command", { channel: this.channel, text, thread_ts: this.thread });
    }
    return act("say", { channel: this.channel, text, thread_ts: this.thread });
  }

  /** Says what went wrong; without a text, nothing did. */
  warn(text) {
    announce(text);
    fill(this.trouble, text ? [icon("warning"), make("span", {}, plain(text))] : []);
  }
}

function refused(refusal) {
  return { acknowledged: false, warning: refusal.message };
}
