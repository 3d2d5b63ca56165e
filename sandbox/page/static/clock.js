// The sandbox's time, which may run ahead of the browser's.

import { session } from "./session.js";

let told = { now: Date.now(), speed: 1, at: Date.now() };

/** Takes what the sandbox says of its clock: {now: ISO time, speed}. */
export function setClock({ now: shown, speed }) {
  told = { now: Date.parse(shown), speed, at: Date.now() };
}

/** What time it is in the sandbox. */
export function now() {
  return new Date(told.now + (Date.now() - told.at) * told.speed);
}

/** How fast the sandbox's clock runs. */
export function speed() {
  return told.speed;
}

/** Takes the clock out of the world once it is known. */
export function beginClock() {
  setClock(session.world.clock);
}
