// Keyboard shortcuts, the list that explains them, and the quick way to another place.

import { add, fill, icon, make } from "./dom.js";
import { faceOf, known } from "./people.js";
import { go, goAside, session } from "./session.js";
import { neighbour } from "./sidebar.js";

const KEYS = [
  ["Ctrl K", "Go to a channel or place"],
  ["Alt ↑ / Alt ↓", "Channel above or below"],
  ["Alt Shift ↑ / ↓", "Unread channel above or below"],
  ["Alt W", "Choose who you are"],
  ["↑ / ↓", "From message to message, in the list of messages"],
  ["/", "Start a command"],
  ["Enter", "Send; Shift Enter begins a new line"],
  ["Esc", "Close a menu, a modal or the side pane"],
  ["?", "This list"],
];
const PLACES = [
  { name: "Home", place: { view: "home" }, sign: "home" },
  { name: "X", place: { view: "x" }, sign: "globe" },
  { name: "Google Play", place: { view: "play" }, sign: "play" },
  { name: "Knowledge base", place: { view: "articles" }, sign: "quote" },
  { name: "API calls", place: { view: "calls" }, sign: "pulse" },
  { name: "Clock and faults", place: { view: "machine" }, sign: "dial" },
];

/** Listens for shortcuts on the whole page. */
export function listenForKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const isTyping = event.target.matches("input, textarea, select");
    const command = commandOf(event, isTyping);
    if (!command) return;
    event.preventDefault();
    command();
  });
}

function commandOf(event, isTyping) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return openJump;
  if (event.altKey && event.key === "ArrowUp") return () => step(-1, event.shiftKey);
  if (event.altKey && event.key === "ArrowDown") return () => step(1, event.shiftKey);
  if (event.altKey && event.key.toLowerCase() === "w") return () => document.getElementById("who").click();
  if (event.key === "Escape") return escape(event);
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === "?") return openHelp;
  return event.key === "/" ? startCommand : null;
}

function step(direction, unreadOnly) {
  const id = neighbour(direction, unreadOnly);
  if (id) go({ view: "channel", id });
}

function escape(event) {
  const hasPane = ["thread", "post", "write", "profile", "review"].some((name) => session.place[name]);
  if (document.body.classList.contains("drawer")) return () => document.body.classList.remove("drawer");
  if (hasPane) return () => goAside();
  return event.target.matches("textarea, input") ? () => event.target.blur() : null;
}

function startCommand() {
  document.querySelector("#middle .composer .slash")?.click();
}

/** Explains the shortcuts. */
export function openHelp() {
  const rows = KEYS.map(([keys, about]) => [
    make(
      "dt",
      {},
      keys.split(" / ").map((key, index) => [index ? " or " : "", make("kbd", {}, key)]),
    ),
    make("dd", {}, about),
  ]);
  const dialog = make(
    "dialog",
    { class: "confirm", "aria-label": "Keyboard shortcuts" },
    make(
      "form",
      { method: "dialog" },
      make("h2", {}, "Keyboard shortcuts"),
      make("dl", { class: "keys" }, rows),
      make("div", { class: "confirm-foot" }, make("button", { class: "button primary", autofocus: true }, "Close")),
    ),
  );
  show(dialog);
}

function show(dialog) {
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}

/** A field in which one types where to go. */
export function openJump() {
  const field = make("input", {
    class: "field-box",
    type: "text",
    placeholder: "Where to?",
    "aria-label": "Where to?",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": "jump-list",
    autocomplete: "off",
  });
  const list = make("div", { class: "jump-list", role: "listbox", id: "jump-list", "aria-label": "Places" });
  const dialog = make("dialog", { class: "jump-dialog", "aria-label": "Go to" }, field, list);
  let found = [];
  let at = 0;
  const paint = () => {
    found = goals(field.value.trim().toLowerCase());
    at = Math.min(at, Math.max(0, found.length - 1));
    fill(
      list,
      found.map((goal, index) => row(goal, index === at, () => choose(goal))),
    );
    if (!found.length) add(list, make("p", { class: "options-note" }, "No such place."));
    list.querySelector(".pointed")?.scrollIntoView({ block: "nearest" });
  };
  const choose = (goal) => {
    dialog.close();
    go(goal.place);
  };
  field.addEventListener("input", () => {
    at = 0;
    paint();
  });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const goal = event.key === "Enter" ? found[at] : null;
    if (!step && !goal) return;
    event.preventDefault(); // Enter would go on to press whatever had the focus before.
    if (goal) return choose(goal);
    at = (at + step + found.length) % Math.max(1, found.length);
    paint();
  });
  show(dialog);
  paint();
}

function goals(wanted) {
  const channels = known.channels.map((channel) => ({
    name: channel.name,
    place: { view: "channel", id: channel.id },
    sign: channel.is_private ? "lock" : "hash",
    face: channel.is_im ? channel.user : null,
    unread: channel.unread,
  }));
  const all = [...channels.filter((one) => one.unread), ...channels.filter((one) => !one.unread), ...PLACES];
  return all.filter((goal) => goal.name.toLowerCase().includes(wanted)).slice(0, 12);
}

function row(goal, isPointed, choose) {
  const mark = goal.face ? faceOf(goal.face) : icon(goal.sign);
  return make(
    "div",
    {
      class: isPointed ? "option pointed" : "option",
      role: "option",
      "aria-selected": String(isPointed),
      on: { click: choose },
    },
    mark,
    make("span", {}, goal.name),
    goal.unread ? make("span", { class: "count" }, String(goal.unread)) : null,
  );
}
