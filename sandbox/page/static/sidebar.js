// The list at the side: home, channels with unread marks in their sections, direct messages, and the world outside.

import { get } from "./api.js";
import { fill, icon, make } from "./dom.js";
import { faceOf, known } from "./people.js";
import { mine, session } from "./session.js";

const TEAM_NAMES = /(team|general|random|announce|stand-?ups?|lounge|social)/;

const OUTSIDE = [
  { view: "x", name: "X", sign: "globe", about: "What the public sees" },
  { view: "play", name: "Google Play", sign: "play", about: "What the store shows" },
  { view: "articles", name: "Knowledge base", sign: "quote", about: "What can be linked to" },
  { view: "calls", name: "API calls", sign: "pulse", about: "What was asked of Slack and the networks" },
  { view: "machine", name: "Clock and faults", sign: "dial", about: "Time and trouble on demand" },
];

/** Asks for the present person's channels; the result is also what mentions and selects know. */
export async function refreshChannels() {
  const person = session.person;
  const { channels } = await get(mine("channels"));
  if (person === session.person) known.channels = channels;
}

/** Channels in their sections and in the order of the sidebar. */
export function sections() {
  const rooms = known.channels.filter((channel) => !channel.is_im);
  const isTeam = (channel) => !channel.by_app || TEAM_NAMES.test(channel.name);
  return [
    { name: "Queues", channels: rooms.filter((channel) => !isTeam(channel)) },
    { name: "Team", channels: rooms.filter(isTeam) },
    { name: "Direct messages", channels: known.channels.filter((channel) => channel.is_im) },
  ];
}

/** Draws the list. */
export function paintSidebar(host) {
  const kept = host.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  fill(
    host,
    make("ul", { class: "places" }, place({ view: "home", name: "Home", sign: "home" })),
    sections().map((section) => (section.channels.length ? group(section) : null)),
    make("h2", {}, "Behind the scenes"),
    make("ul", { class: "places" }, OUTSIDE.map(place)),
  );
  if (kept) [...host.querySelectorAll("a")].find((link) => link.getAttribute("href") === kept)?.focus();
}

function group(section) {
  return [make("h2", {}, section.name), make("ul", { class: "places" }, section.channels.map(row))];
}

function row(channel) {
  const isHere = session.place.view === "channel" && session.place.id === channel.id;
  const unread = isHere ? 0 : channel.unread;
  const mark = channel.is_im && channel.user ? faceOf(channel.user) : icon(channel.is_private ? "lock" : "hash");
  const count = unread
    ? make("span", { class: "count", "aria-label": `${unread} unread` }, unread > 99 ? "99+" : String(unread))
    : null;
  const classes = ["place", unread ? "unread" : "", channel.is_im ? "direct" : ""].join(" ");
  return make(
    "li",
    {},
    make(
      "a",
      { class: classes, href: `#/channel/${channel.id}`, "aria-current": isHere ? "page" : null },
      mark,
      make("span", { class: "place-name" }, channel.name),
      count,
    ),
  );
}

function place({ view, name, sign, about }) {
  return make(
    "li",
    {},
    make(
      "a",
      { class: "place", href: `#/${view}`, title: about, "aria-current": session.place.view === view ? "page" : null },
      icon(sign),
      make("span", { class: "place-name" }, name),
    ),
  );
}

/** The neighbour of the present channel, up or down, among the unread ones only if asked; null when there is none. */
export function neighbour(step, unreadOnly) {
  const all = sections().flatMap((section) => section.channels);
  const at = all.findIndex((channel) => channel.id === session.place.id);
  for (let next = at + step; next >= 0 && next < all.length; next += step) {
    if (!unreadOnly || all[next].unread) return all[next].id;
  }
  return null;
}
