// Draws the people: pictures made of initials, names, mentions, and the switch for who you are.

import { icon, make } from "./dom.js";
import { openMenu } from "./menu.js";
import { become, me, personOf, session } from "./session.js";

/** The channels the present person sees; the sidebar keeps it current, mentions read it. */
export const known = { channels: [] };

/** A picture made of initials; the colour comes from the cast or from the name. */
export function avatar(name, { colour = null, kind = "person" } = {}) {
  if (kind === "bot") return make("span", { class: "avatar avatar-bot", "aria-hidden": "true" }, icon("bolt"));
  return make(
    "span",
    { class: `avatar avatar-${kind}`, style: { "--tint": colour ?? tint(name) }, "aria-hidden": "true" },
    initials(name),
  );
}

/** The picture of somebody in Slack. */
export function faceOf(userId) {
  const person = personOf(userId);
  return avatar(person.name, { colour: person.colour, kind: person.is_bot ? "bot" : "person" });
}

/** The picture of somebody on X; the desk's own people look the same there as in Slack. */
export function faceOnX(user) {
  const own = session.world.people.find((person) => person.x_handle === user.handle);
  return avatar(user.name, { colour: own?.colour, kind: user.kind });
}

function initials(name) {
  const words = [...(name ?? "")]
    .join("")
    .replace(/[^\p{L}\p{N} _]/gu, "")
    .split(/[ _]+/)
    .filter(Boolean);
  const letters =
    words.length > 1 ? [words[0], words.at(-1)].map((word) => [...word][0]) : [...(words[0] ?? "?")].slice(0, 1);
  return letters.join("").toUpperCase();
}

function tint(name) {
  let hash = 7;
  for (const letter of name ?? "") hash = (hash * 31 + letter.codePointAt(0)) % 360;
  return `hsl(${hash} 38% 42%)`;
}

/** `<@U…>`: the name of a person, marked when it is you. */
export function personMention(id, label) {
  const name = session.world.people.some((person) => person.id === id) ? personOf(id).name : (label ?? id);
  return make(
    "span",
    { class: id === session.person ? "mention mention-me" : "mention" },
    `@${name.replace(/^@/, "")}`,
  );
}

/** `<#C…>`: a link to a channel when one sees it, otherwise its name. */
export function channelMention(id, label) {
  const channel = known.channels.find((one) => one.id === id);
  const name = channel?.name ?? label ?? "private channel";
  if (!channel) return make("span", { class: "mention" }, `#${name}`);
  return make("a", { class: "mention", href: `#/channel/${id}` }, `#${name}`);
}

/** What a role is called on the page. */
export function roleOf(person) {
  return person.is_bot ? "App" : person.role;
}

function whereabouts(person) {
  return `${person.tz.split("/").at(-1).replaceAll("_", " ")} · ${person.languages.join(", ")}`;
}

function entry(person) {
  return make(
    "span",
    { class: "who-entry" },
    avatar(person.name, { colour: person.colour }),
    make(
      "span",
      { class: "who-words" },
      make("strong", {}, person.name),
      make("small", {}, `${roleOf(person)} · ${whereabouts(person)}`),
    ),
  );
}

/** The switch for who you are. */
export function whoSwitch() {
  const button = make("button", { type: "button", class: "who", "aria-haspopup": "menu", id: "who" });
  button.addEventListener("click", () => {
    const cast = session.world.people.filter((person) => !person.is_bot);
    openMenu(button, {
      label: "Who you are",
      items: cast.map((person) => ({
        content: entry(person),
        name: person.name,
        checked: person.id === session.person,
        choose: () => become(person.id),
      })),
    });
  });
  return button;
}

/** Writes the present person on the switch. */
export function paintWho(button) {
  const person = me();
  button.setAttribute("aria-label", `You are ${person.name}, ${roleOf(person)}. Switch person`);
  button.replaceChildren(entry(person), icon("down"));
}
