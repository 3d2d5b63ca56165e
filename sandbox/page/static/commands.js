// What the composer offers while one types a slash command: the app's subcommands and what one typed before.

import { session } from "./session.js";

const KEPT = 40;

/** Subcommands out of a usage hint such as `next | claim N | list [queue]`, as [{name, rest}]. */
export function subcommands(usageHint) {
  const hint = (usageHint ?? "")
    .trim()
    .replace(/^[[<(](.*)[\])>]$/s, (whole, inner) => (/[[\]]/.test(inner.replace(/\[[^[\]]*\]/g, "")) ? whole : inner));
  return split(hint)
    .map((part) => /^([a-z][\w-]*)\s*(.*)$/i.exec(part.trim()))
    .filter(Boolean)
    .map(([, name, rest]) => ({ name, rest }));
}

/** Splits at `|`, `,` and `·` that stand outside brackets. */
function split(hint) {
  const parts = [""];
  let depth = 0;
  for (const letter of hint) {
    if ("[<(".includes(letter)) depth += 1;
    if ("])>".includes(letter)) depth -= 1;
    if (depth === 0 && "|,·".includes(letter)) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

/** What could follow what is typed, best first: [{text, about, kind}], `text` being the whole line. */
export function completions(typed, limit = 24) {
  const [first, ...others] = typed.split(/\s+/);
  const command = session.world.commands.find((one) => one.command === first);
  if (!command || others.length === 0) return [...named(first), ...remembered(typed)].slice(0, limit);
  const known = subcommands(command.usage_hint).filter(
    (one) => others.length === 1 && one.name.startsWith(others[0]) && one.name !== others[0],
  );
  const offers = known.map((one) => ({
    text: `${first} ${one.name}${one.rest ? " " : ""}`,
    shown: `${first} ${one.name}`,
    about: one.rest,
    kind: "command",
  }));
  return [...offers, ...remembered(typed)].slice(0, limit);
}

function named(start) {
  const found = session.world.commands.filter((one) => one.command.startsWith(start));
  return found.map((one) => ({
    text: `${one.command} `,
    shown: one.command,
    about: one.description || one.usage_hint,
    kind: "command",
  }));
}

function remembered(typed) {
  const lines = history().filter((line) => line.startsWith(typed) && line !== typed.trim());
  return lines.slice(0, 3).map((line) => ({ text: line, shown: line, about: "typed before", kind: "history" }));
}

function key() {
  return `commands-${session.person}`;
}

function history() {
  return JSON.parse(localStorage.getItem(key()) ?? "[]");
}

/** Remembers a command that was sent, newest first. */
export function rememberCommand(line) {
  localStorage.setItem(key(), JSON.stringify([line, ...history().filter((old) => old !== line)].slice(0, KEPT)));
}
