// The levers of the sandbox: its clock here, trouble on demand beside it.

import { lever } from "./api.js";
import { now, setClock, speed } from "./clock.js";
import { fill, make } from "./dom.js";
import { faultsPanel, refreshFaults } from "./faults.js";
import { focusKept } from "./focus.js";
import { clockSeconds, longDay } from "./times.js";

const SPEEDS = [1, 10, 60, 600];
const JUMPS = [
  { name: "5 minutes", seconds: 300 },
  { name: "1 hour", seconds: 3600 },
  { name: "1 day", seconds: 86_400 },
];

let open = null;

/** Shows the levers. */
export async function openMachine(host) {
  clearInterval(open?.ticking);
  open = { clock: make("section", { class: "panel" }), shownSpeed: null };
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
      make("div", { class: "machine" }, open.clock, faultsPanel()),
    ),
  );
  open.ticking = setInterval(tick, 500);
  await refreshMachine();
}

/** Draws the levers again where they changed. */
export async function refreshMachine() {
  if (!open?.clock.isConnected) return;
  const [clock] = await Promise.all([lever("clock"), refreshFaults()]);
  setClock(clock);
  paintClock();
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
  if (open.shownSpeed === speed()) return;
  open.shownSpeed = speed();
  const restore = focusKept(open.clock);
  const set = (change) => async () => {
    setClock(await lever("clock", "POST", change));
    paintClock();
    tick();
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
              data: { action: `speed ${one}` },
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
  restore();
}
