// One review: its stars and words, what it said before, the developer's answer, and what can be done with it.

import { post as send } from "./api.js";
import { confirmed } from "./confirm.js";
import { add, announce, icon, iconButton, make } from "./dom.js";
import { openMenu } from "./menu.js";
import { avatar } from "./people.js";
import { askForAnswer, askForEdit } from "./playwriter.js";
import { goAside } from "./session.js";
import { age, exact } from "./times.js";

/** What the store calls people who show no name. */
const NAMELESS = "A Google user";

/** The reviews whose earlier words are unfolded, so that a repaint leaves them so. */
const unfolded = new Set();

/** Stars, filled up to a number; `label` is what they mean, in words. */
export function starsOf(number, label = `${number} of 5 stars`) {
  return make(
    "span",
    { class: "stars", role: "img", "aria-label": label, title: label },
    [1, 2, 3, 4, 5].map((place) => make("span", { class: place <= number ? "star full" : "star" }, icon("star"))),
  );
}

/** Draws a review. `setting`: {limit} of an answer, {trouble(text)} shows a refusal, {focus} marks the one asked for. */
export function drawReview(review, setting) {
  if (review.deleted)
    return make("article", { class: "post gone" }, make("p", {}, "This review was deleted by its author."));
  const name = review.author || NAMELESS;
  const drawn = make("article", {
    class: review.id === setting.focus ? "post review focus" : "post review",
    data: { review: review.id },
    "aria-label": `Review by ${name}`,
  });
  return add(
    drawn,
    avatar(name, { kind: "customer" }),
    make(
      "div",
      { class: "post-main" },
      head(review, name),
      words(review.now, review.language),
      before(review),
      answer(review),
      actions(review, setting, name),
    ),
  );
}

function moment(iso) {
  const date = new Date(iso);
  return make("time", { class: "post-time", datetime: iso, title: exact(date) }, age(date));
}

function head(review, name) {
  const facts = [review.app.name, review.version, review.device, review.system, review.language];
  return [
    make(
      "header",
      { class: "post-head" },
      make("strong", {}, name),
      starsOf(review.now.stars),
      moment(review.now.at),
      review.before.length ? make("span", { class: "edited" }, "(edited)") : null,
    ),
    make(
      "p",
      { class: "review-facts" },
      facts.filter(Boolean).map((fact) => make("span", {}, fact)),
    ),
  ];
}

function words(version, language) {
  return [
    version.title ? make("p", { class: "review-title", lang: language, dir: "auto" }, version.title) : null,
    version.text
      ? make("p", { class: "post-text", lang: language, dir: "auto" }, version.text)
      : make("p", { class: "post-to" }, "Stars without words. The API does not show them to the desk."),
  ];
}

function before(review) {
  if (!review.before.length) return null;
  const times = review.before.length === 1 ? "before the edit" : `before ${review.before.length} edits`;
  const listen = { toggle: (event) => unfolded[event.target.open ? "add" : "delete"](review.id) };
  return make(
    "details",
    { class: "review-before", open: unfolded.has(review.id), on: listen },
    make("summary", {}, `What it said ${times}`),
    review.before.map((version) =>
      make("blockquote", {}, starsOf(version.stars), moment(version.at), words(version, review.language)),
    ),
  );
}

function answer(review) {
  if (!review.answer) return null;
  return make(
    "blockquote",
    { class: "review-answer" },
    make(
      "p",
      { class: "post-head" },
      make("strong", {}, review.app.name),
      moment(review.answer.at),
      review.answer.edited ? make("span", { class: "edited" }, "(edited)") : null,
      review.answer.source === "hand"
        ? make("span", { class: "tag", title: "Written by a person in the Play Console" }, "By hand")
        : null,
    ),
    make("p", { class: "post-text", dir: "auto" }, review.answer.text),
  );
}

function actions(review, setting, name) {
  const act = (symbol, label, choose, number = 0) =>
    make(
      "button",
      { type: "button", class: "post-action", on: { click: choose } },
      icon(symbol),
      make("span", {}, label),
      number ? make("span", { class: "post-count" }, number.toLocaleString("en")) : null,
    );
  const edit = () => askForEdit(review, name, (said) => attempt(setting, "play/edit", { id: review.id, ...said }));
  const items = [
    { content: [icon("thread"), "Open beside"], name: "Open", choose: () => goAside({ review: review.id }) },
    {
      content: [icon("reply"), review.answer ? "Change the answer in the Play Console" : "Answer in the Play Console"],
      name: "Answer",
      choose: () =>
        askForAnswer(review, setting.limit, (text) => attempt(setting, "play/answer", { id: review.id, text })),
    },
    {
      content: [icon("bin"), `Delete as ${name}`],
      name: "Delete",
      danger: true,
      choose: () => remove(review, setting, name),
    },
  ];
  const more = iconButton("more", "More about this review", () => openMenu(more, { label: "Review", items }), {
    "aria-haspopup": "menu",
  });
  return make(
    "footer",
    { class: "post-actions" },
    act("edit", `Edit as ${name}`, edit),
    act("thumb", "Helpful", () => attempt(setting, "play/thumb", { id: review.id }), review.thumbs_up),
    more,
  );
}

async function attempt(setting, path, body) {
  try {
    await send(path, body);
    setting.trouble("");
  } catch (refusal) {
    announce(refusal.message);
    setting.trouble(refusal.message);
  }
}

async function remove(review, setting, name) {
  const plain = (text) => ({ type: "plain_text", text });
  const sure = {
    title: plain("Delete review?"),
    text: plain(`It disappears from the store at once, as if ${name} had deleted it.`),
    confirm: plain("Delete"),
    deny: plain("Keep"),
    style: "danger",
  };
  if (await confirmed(sure)) await attempt(setting, "play/delete", { id: review.id });
}
