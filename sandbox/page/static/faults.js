// Trouble on demand: switches for what usually goes wrong, and a form for a fault of one's own.

import { lever } from "./api.js";
import { fill, icon, iconButton, make } from "./dom.js";
import { focusKept } from "./focus.js";

const PRESETS = [
  {
    name: "X does the work, but its answer is lost",
    about: "Posts land; the bot is not told.",
    rule: { fault: "drop_answer", method: "x/POST /2/tweets" },
  },
  {
    name: "X refuses for rate",
    about: "429 to everything on X, for 15 s each time.",
    rule: { fault: "rate_limited", method: "x/*", retry_after: 15 },
  },
  { name: "X is down", about: "503 with a page of HTML.", rule: { fault: "server_error", method: "x/*", status: 503 } },
  {
    name: "Google Play does the work, but its answer is lost",
    about: "Answers stand in the store; the bot is not told.",
    rule: { fault: "drop_answer", method: "play/POST /reviews/:id:reply" },
  },
  {
    name: "Google Play is down",
    about: "503 with a page of HTML, for tokens too.",
    rule: { fault: "server_error", method: "play/*", status: 503 },
  },
  {
    name: "The knowledge base is down",
    about: "503 with a page of HTML.",
    rule: { fault: "server_error", method: "kitsune/*", status: 503 },
  },
  {
    name: "The knowledge base is silent",
    about: "Connections stay open and say nothing.",
    rule: { fault: "black_hole", method: "kitsune/*" },
  },
  {
    name: "Slack refuses repaints for rate",
    about: "429 to chat.update, for 5 s each time.",
    rule: { fault: "rate_limited", method: "slack/chat.update", retry_after: 5 },
  },
  {
    name: "Slack is slow",
    about: "Every answer two seconds late.",
    rule: { fault: "slow", method: "slack/*", seconds: 2 },
  },
  {
    name: "Slack hangs up",
    about: "Every third call is cut before anything is done.",
    rule: { fault: "cut", method: "slack/chat.*", probability: 0.33 },
  },
  {
    name: "Slack goes silent",
    about: "Connections stay open and say nothing.",
    rule: { fault: "black_hole", method: "slack/*" },
  },
  {
    name: "Everything arrives twice",
    about: "Clicks and events are delivered two times.",
    rule: { fault: "duplicate", method: "slack/socket" },
  },
];
const KINDS = ["drop_answer", "rate_limited", "server_error", "slow", "cut", "black_hole", "duplicate"];

let open = null;

/** The panel; its form is made once, so that a repaint neither closes it nor takes what is typed. */
export function faultsPanel() {
  const rules = make("div");
  open = { rules, drawn: "" };
  return make("section", { class: "panel" }, make("h2", {}, "Faults"), rules, form());
}

/** Draws the rules again where they changed; each says how often it struck. */
export async function refreshFaults() {
  const { faults } = await lever("faults");
  const signature = JSON.stringify(faults);
  if (signature === open.drawn) return;
  open.drawn = signature;
  const restore = focusKept(open.rules);
  paint(faults);
  restore();
}

function paint(faults) {
  const others = faults.filter((rule) => !PRESETS.some((preset) => sameRule(rule, preset.rule)));
  const presets = PRESETS.map((preset) =>
    faultSwitch(
      preset,
      faults.find((rule) => sameRule(rule, preset.rule)),
    ),
  );
  fill(
    open.rules,
    make("ul", { class: "switches" }, presets),
    others.length ? make("ul", { class: "switches" }, others.map(ownRule)) : null,
  );
}

function sameRule(rule, wanted) {
  return rule.fault === wanted.fault && rule.method === wanted.method && rule.count === null;
}

function faultSwitch(preset, rule) {
  const toggle = make("button", {
    type: "button",
    class: "switch",
    role: "switch",
    "aria-checked": String(Boolean(rule)),
    "aria-label": preset.name,
    data: { action: preset.name },
  });
  toggle.addEventListener("click", () => once(toggle, () => (rule ? lift(rule) : lever("faults", "POST", preset.rule))));
  return make(
    "li",
    {},
    make("span", { class: "who-words" }, make("strong", {}, preset.name), make("small", {}, preset.about)),
    struck(rule),
    toggle,
  );
}

function ownRule(rule) {
  const button = iconButton("close", "Lift this fault", () => once(button, () => lift(rule)), {
    data: { action: `lift ${rule.id}` },
  });
  const about = `${rule.method} · ${Math.round(rule.probability * 100)} %${rule.count === null ? "" : ` · ${rule.count} times`}`;
  return make(
    "li",
    {},
    make("span", { class: "who-words" }, make("strong", {}, rule.fault.replaceAll("_", " ")), make("small", {}, about)),
    struck(rule),
    button,
  );
}

function lift(rule) {
  return lever(`faults?id=${rule.id}`, "DELETE");
}

/** Does it once however often one presses, until what it did is drawn. */
async function once(button, pull) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  await pull();
  await refreshFaults();
  button.removeAttribute("aria-busy");
}

function struck(rule) {
  return rule?.struck ? make("span", { class: "count" }, `${rule.struck} ×`) : null;
}

function form() {
  const field = (name, label, attributes) =>
    make(
      "label",
      { class: "small-field" },
      make("span", {}, label),
      make("input", { class: "field-box", name, ...attributes }),
    );
  const trouble = make("p", { class: "failed", role: "alert", hidden: true });
  const made = make(
    "form",
    { class: "fault-form" },
    make(
      "label",
      { class: "small-field" },
      make("span", {}, "Fault"),
      make(
        "select",
        { class: "field-box", name: "fault" },
        KINDS.map((kind) => make("option", { value: kind }, kind.replaceAll("_", " "))),
      ),
    ),
    field("method", "Calls", { value: "slack/chat.*", required: true }),
    field("probability", "Share", { type: "number", min: "0", max: "1", step: "0.05", value: "1" }),
    field("count", "Times", { type: "number", min: "1", placeholder: "no end" }),
    field("seconds", "Seconds", { type: "number", min: "0", step: "0.5", value: "1" }),
    make("button", { class: "button" }, "Add fault"),
    trouble,
  );
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = new FormData(made);
    const rule = {
      fault: values.get("fault"),
      method: values.get("method"),
      probability: Number(values.get("probability")),
      seconds: Number(values.get("seconds")),
      retry_after: Math.ceil(Number(values.get("seconds"))),
    };
    if (values.get("count")) rule.count = Number(values.get("count"));
    const answer = await lever("faults", "POST", rule);
    fill(trouble, answer.error ? [icon("warning"), answer.error] : []);
    trouble.hidden = !answer.error;
    if (!answer.error) await refreshFaults();
  });
  return make("details", { class: "own-fault" }, make("summary", {}, "A fault of your own"), made);
}
