// Who you are, where you are, and what the sandbox's world consists of.

import { get, post } from "./api.js";

/** `person` is a Slack user id, `place` what the address says, `world` what does not change while the sandbox runs. */
export const session = {
  person: "",
  place: { view: "home" },
  world: { people: [], accounts: [], commands: [], shortcuts: [] },
};

const moves = new EventTarget();

/** Calls back whenever the place or the person changes. */
export function onMove(listener) {
  moves.addEventListener("move", listener);
}

/** Loads the world and decides who you are: the address's `?as=`, this tab's last choice, or the first volunteer. */
export async function begin() {
  session.world = await get("world");
  const asked = new URLSearchParams(location.search).get("as");
  const known = (id) => session.world.people.some((person) => person.id === id && !person.is_bot);
  const usual = session.world.people.find((person) => person.role === "volunteer") ?? session.world.people[0];
  session.person = [asked, sessionStorage.getItem("person"), localStorage.getItem("person")].find(known) ?? usual.id;
  remember();
  session.place = placeOf(location.hash);
  window.addEventListener("hashchange", () => {
    session.place = placeOf(location.hash);
    moves.dispatchEvent(new Event("move"));
  });
}

function remember() {
  sessionStorage.setItem("person", session.person);
  localStorage.setItem("person", session.person);
}

/** Becomes another person of the cast, at the same place, with no side pane. */
export function become(id) {
  session.person = id;
  remember();
  go({ view: session.place.view, id: session.place.id });
}

/** Goes to a place; what is left out of `place` is left out of the address. */
export function go(place) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(place)) {
    if (name !== "view" && name !== "id" && value !== null && value !== undefined && value !== "")
      query.set(name, value);
  }
  const path = place.id ? `${place.view}/${encodeURIComponent(place.id)}` : place.view;
  const hash = `#/${path}${query.size ? `?${query}` : ""}`;
  if (location.hash === hash) moves.dispatchEvent(new Event("move"));
  else location.hash = hash;
}

/** Stays where one is and opens another side pane: {thread}, {post}, {write, …}, {review} or {} for none. */
export function goAside(pane = {}) {
  const { view, id } = session.place;
  go({ view, id, ...pane });
}

function placeOf(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [view, id] = path.split("/");
  return {
    view: view || "start",
    id: id ? decodeURIComponent(id) : undefined,
    ...Object.fromEntries(new URLSearchParams(query)),
  };
}

/** The path prefix of everything done as the present person. */
export function mine(path) {
  return `as/${session.person}/${path}`;
}

/** Does something as the present person. */
export function act(path, body = {}) {
  return post(mine(path), body);
}

/** Somebody of the cast, the bot, or a placeholder for an id nobody knows. */
export function personOf(id) {
  return session.world.people.find((person) => person.id === id) ?? { id, name: id ?? "somebody", role: "", tz: "UTC" };
}

/** The present person's description. */
export function me() {
  return personOf(session.person);
}
