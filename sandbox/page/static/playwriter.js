// Where one reviews an app as a customer, changes a review as its author, or answers one in the Play Console.

import { post as send } from "./api.js";
import { announce, fill, icon, make } from "./dom.js";

const LANGUAGES = ["en", "de", "fr", "es", "pt-BR", "tr", "it", "ja", "ar"];
const WORDS = ["Hated it", "Disliked it", "It was OK", "Liked it", "Loved it"];

let groups = 0;

/** Five stars to choose from, with arrows or a click; `value()` is 0 until one is chosen. */
function starField(chosen = 0) {
  const name = `stars-${(groups += 1)}`;
  const says = make("span", { class: "star-says", "aria-hidden": "true" }, WORDS[chosen - 1] ?? "");
  const inputs = WORDS.map((word, index) =>
    make("input", {
      type: "radio",
      name,
      value: String(index + 1),
      required: true,
      checked: index + 1 === chosen,
      autofocus: index + 1 === chosen,
      "aria-label": `${index + 1} ${index ? "stars" : "star"}: ${word}`,
    }),
  );
  const value = () => Number(inputs.find((input) => input.checked)?.value ?? 0);
  const root = make(
    "div",
    { class: "star-field", role: "radiogroup", "aria-label": "Stars" },
    inputs.map((input) => make("label", { class: "star-choice" }, input, icon("star"))),
    says,
  );
  const paint = () => {
    for (const input of inputs) input.parentElement.classList.toggle("full", Number(input.value) <= value());
    says.textContent = WORDS[value() - 1] ?? "";
  };
  root.addEventListener("change", paint);
  const clear = () => {
    for (const input of inputs) input.checked = false;
    paint();
  };
  paint();
  return { root, value, clear };
}

/** Stars, a title and a text; `said()` is what was entered. */
function reviewFields({ stars = 0, title = "", text = "" } = {}) {
  const choice = starField(stars);
  const heading = make("input", {
    class: "field-box",
    maxlength: "60",
    placeholder: "Title (optional)",
    "aria-label": "Title",
    dir: "auto",
  });
  const body = make("textarea", {
    class: "field-box",
    rows: "3",
    maxlength: "4000",
    placeholder: "What do you think of it?",
    "aria-label": "Review",
    dir: "auto",
  });
  heading.value = title;
  body.value = text;
  return {
    nodes: [choice.root, heading, body],
    stars: choice,
    heading,
    body,
    said: () => ({ stars: choice.value(), title: heading.value.trim(), text: body.value.trim() }),
  };
}

export class ReviewWriter {
  /** `apps` as the sandbox tells them; `written(id)` follows. */
  constructor(apps, written) {
    this.written = written;
    this.app = make(
      "select",
      { class: "field-box", "aria-label": "App" },
      apps.map((app) => make("option", { value: app.package }, app.name)),
    );
    this.author = make("input", {
      class: "field-box",
      maxlength: "40",
      placeholder: "Name (empty: A Google user)",
      "aria-label": "Your name",
      autocomplete: "off",
    });
    this.language = make(
      "select",
      { class: "field-box", "aria-label": "Language" },
      LANGUAGES.map((language) => make("option", { value: language }, language)),
    );
    this.fields = reviewFields();
    this.trouble = make("p", { class: "failed", role: "alert", hidden: true });
    this.button = make("button", { type: "submit", class: "button primary", disabled: true }, "Post review");
    this.root = make(
      "form",
      { class: "writer review-writer", "aria-label": "A new review", on: { submit: (event) => this.send(event) } },
      make("div", { class: "review-who" }, this.app, this.author, this.language),
      this.fields.nodes,
      this.trouble,
      make(
        "div",
        { class: "writer-foot" },
        make(
          "small",
          {},
          "Writing again changes your review. The desk may read the store 200 times an hour, so give it a minute or two.",
        ),
        this.button,
      ),
    );
    this.root.addEventListener("change", () => this.count());
  }

  count() {
    this.button.disabled = this.fields.said().stars === 0;
  }

  async send(event) {
    event.preventDefault();
    if (this.button.disabled) return;
    this.button.disabled = true;
    this.trouble.hidden = true;
    const who = { app: this.app.value, author: this.author.value.trim(), language: this.language.value };
    try {
      const { id } = await send("play/write", { ...who, ...this.fields.said() });
      this.fields.heading.value = this.fields.body.value = "";
      this.fields.stars.clear();
      announce("The review is in the store.");
      this.written(id);
    } catch (refusal) {
      fill(this.trouble, icon("warning"), refusal.message);
      this.trouble.hidden = false;
    }
    this.count();
  }
}

/** Asks the author for new stars and words; `changed(said)` follows unless they cancel. */
export function askForEdit(review, name, changed) {
  const fields = reviewFields(review.now);
  const note = review.answer
    ? "The answer stays below it, as on Google Play."
    : "An edited review keeps its id and moves to the front of the list.";
  show(`Edit as ${name}`, [make("p", {}, note), fields.nodes], "Save", () => changed(fields.said()));
}

/** Asks for an answer as the Play Console does; `answered(text)` follows unless one cancels. */
export function askForAnswer(review, limit, answered) {
  const field = make("textarea", { class: "field-box", rows: "5", "aria-label": "The answer", dir: "auto" });
  field.value = review.answer?.text ?? "";
  const left = make("span", { class: "letters" });
  const count = () => {
    left.textContent = String(limit - field.value.length);
    left.classList.toggle("over", field.value.length > limit);
  };
  field.addEventListener("input", count);
  count();
  const note = review.answer
    ? "It overwrites the answer there is; the author is not told again."
    : "By hand, beside the desk. The author is told of it once.";
  show("Answer in the Play Console", [make("p", {}, note), field, left], "Publish", () => answered(field.value.trim()));
}

function show(title, content, verb, done) {
  const dialog = make(
    "dialog",
    { class: "confirm wide review-dialog", "aria-label": title },
    make(
      "form",
      { method: "dialog" },
      make("h2", {}, title),
      content,
      make(
        "div",
        { class: "confirm-foot" },
        make("button", { class: "button", value: "", formnovalidate: true }, "Cancel"),
        make("button", { class: "button primary", value: "yes" }, verb),
      ),
    ),
  );
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "yes") done();
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}
