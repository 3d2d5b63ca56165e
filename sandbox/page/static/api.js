// Talks to the page's server: JSON in, JSON out, and one stream of "this changed" notices.

import { whenReleased } from "./pointer.js";

const RETRY = 1500;

/** A refusal by the server; `message` is meant for the person. */
export class Refusal extends Error {}

async function answerOf(response) {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(answer.error ?? `The sandbox answered ${response.status}.`);
  return answer;
}

/** Reads JSON to be drawn, which waits while something is pressed; `query` leaves out empty values. */
export async function get(path, query = {}) {
  const address = new URL(`/page/api/${path}`, location.origin);
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") address.searchParams.set(name, value);
  }
  const answer = await answerOf(await fetch(address, { cache: "no-store" }));
  await whenReleased();
  return answer;
}

/** Does something; the answer says how it went. */
export async function post(path, body = {}) {
  const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return answerOf(await fetch(`/page/api/${path}`, request));
}

/** Asks the sandbox's own levers, `clock` and `faults`; a refusal is in the answer's `error`. */
export async function lever(name, method = "GET", body = undefined) {
  const request = { method, cache: "no-store" };
  if (body) Object.assign(request, { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  return (await fetch(`/sandbox/${name}`, request)).json();
}

/**
 * Listens for changes until `close()` is called on the result.
 * Each notice is {time: {now, speed}, channels: [id], list, view, home, x, play, kitsune, log}; `online(false)` while the sandbox is away.
 */
export function listen(person, { changed, online }) {
  let source = null;
  let waiting = 0;
  const open = () => {
    source = new EventSource(`/page/api/as/${person}/events`);
    source.addEventListener("open", () => online(true));
    source.addEventListener("changed", (event) => changed(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      online(false);
      if (source.readyState === EventSource.CLOSED) waiting = setTimeout(open, RETRY);
    });
  };
  open();
  return {
    close() {
      clearTimeout(waiting);
      source.close();
    },
  };
}
