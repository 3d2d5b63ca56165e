// The levers of the sandbox: its clock, and trouble on demand.

import { now, setClock, speed } from "./clock.js";
import { fill, icon, iconButton, make } from "./dom.js";
import { clockSeconds, longDay } from "./times.js";

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
const SPEEDS = [1, 10, 60, 600];
const JUMPS = [
  { name: "5 minutes", seconds: 300 },
  { name: "1 hour", seconds: 3600 },
  { name: "1 day", seconds: 86_400 },
];

let open = null;

/** Shows the levers. */
export async function openMachine(host) {
  open = { clock: make("section", { class: "panel" }), faults: make("section", { class: "panel" }) };
  fill(
    host,
    make(
      "header",
      { class: "view-head" },
      make("h1", {}, make("span", {}, "Clock and faults")),
      make("p", { class: "topic" }, "Let time pass, and see what the desk does when things go wrong."),
    ),
    make(
      "div",
      { class: "log-scroll", tabindex: "0", "aria-label": "Levers" },
      make("div", { class: "machine" }, open.clock, open.faults),
    ),
  );
  clearInterval(open.ticking);
  open.ticking = setInterval(tick, 500);
  await refreshMachine();
}

/** Draws the levers again. */
export async function refreshMachine() {
  if (!open?.clock.isConnected) return;
  const [clock, { faults }] = await Promise.all([sandbox("clock"), sandbox("faults")]);
  setClock(clock);
  paintClock();
  paintFaults(faults);
}

async function sandbox(path, method = "GET", body = undefined) {
  const request = { method, cache: "no-store" };
  if (body) Object.assign(request, { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  return (await fetch(`/sandbox/${path}`, request)).json();
}

function tick() {
  const face = open.clock.querySelector(".clock-face");
  if (!face) {
    clearInterval(open.ticking);
    return;
  }
  face.querySelector("strong").textContent = clockSeconds(now());
  face.querySelector("span").textContent = longDay(now());
}

function paintClock() {
  const set = (change) => async () => {
    setClock(await sandbox("clock", "POST", change));
    paintClock();
  };
  fill(
    open.clock,
    make("h2", {}, "Clock"),
    make("p", { class: "clock-face" }, make("strong", {}, clockSeconds(now())), make("span", {}, longDay(now()))),
    make(
      "div",
      { class: "lever" },
      make("span", {}, "Speed"),
      make(
        "div",
        { class: "pills" },
        SPEEDS.map((one) =>
          make(
            "button",
            {
              type: "button",
              class: "pill",
              "aria-pressed": String(one === speed()),
              on: { click: set({ speed: one }) },
            },
            `${one}×`,
          ),
        ),
      ),
    ),
    make(
      "div",
      { class: "lever" },
      make("span", {}, "Jump ahead"),
      make(
        "div",
        { class: "pills" },
        JUMPS.map((jump) =>
          make("button", { type: "button", class: "pill", on: { click: set({ jump: jump.seconds }) } }, jump.name),
        ),
      ),
    ),
    make(
      "p",
      { class: "hint" },
      "The bot keeps its own time: the sandbox's clock moves what Slack and the networks do, such as limits that end and tokens that expire.",
    ),
  );
}

function sameRule(rule, wanted) {
  return rule.fault === wanted.fault && rule.method === wanted.method && rule.count === null;
}

function paintFaults(faults) {
  const others = faults.filter((rule) => !PRESETS.some((preset) => sameRule(rule, preset.rule)));
  fill(
    open.faults,
    make("h2", {}, "Faults"),
    make(
      "ul",
      { class: "switches" },
      PRESETS.map((preset) =>
        faultSwitch(
          preset,
          faults.find((rule) => sameRule(rule, preset.rule)),
        ),
      ),
    ),
    others.length ? make("ul", { class: "switches" }, others.map(ownRule)) : null,
    form(),
  );
}

function faultSwitch(preset, rule) {
  const toggle = make("button", {
    type: "button",
    class: "switch",
    role: "switch",
    "aria-checked": String(Boolean(rule)),
    "aria-label": preset.name,
  });
  toggle.addEventListener("click", async () => {
    if (rule) await sandbox(`faults?id=${rule.id}`, "DELETE");
    else await sandbox("faults", "POST", preset.rule);
    await refreshMachine();
  });
  return make(
    "li",
    {},
    make("span", { class: "who-words" }, make("strong", {}, preset.name), make("small", {}, preset.about)),
    struck(rule),
    toggle,
  );
}

function ownRule(rule) {
  const lift = async () => {
    await sandbox(`faults?id=${rule.id}`, "DELETE");
    await refreshMachine();
  };
  const about = `${rule.method} · ${Math.round(rule.probability * 100)} %${rule.count === null ? "" : ` · ${rule.count} times`}`;
  return make(
    "li",
    {},
    make("span", { class: "who-words" }, make("strong", {}, rule.fault.replaceAll("_", " ")), make("small", {}, about)),
    struck(rule),
    iconButton("close", "Lift this fault", lift),
  );
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
    const answer = await sandbox("faults", "POST", rule);
    fill(trouble, answer.error ? [icon("warning"), answer.error] : []);
    trouble.hidden = !answer.error;
    if (!answer.error) await refreshMachine();
  });
  return make("details", { class: "own-fault" }, make("summary", {}, "A fault of your own"), made);
}
