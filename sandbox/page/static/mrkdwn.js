// Draws Slack's mrkdwn: lines become paragraphs, quotes, lists and code; marks inside a line become elements.

import { make } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { linkTo } from "./links.js";
import { channelMention, personMention } from "./people.js";
import { slackDate } from "./times.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const BROADCASTS = new Set(["here", "channel", "everyone"]);
const STYLES = { "*": "strong", _: "em", "~": "s" };

/** Slack escapes only these three characters. */
export function unescape(text) {
  return text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** A text object of Block Kit as nodes: mrkdwn in full, plain_text with emoji only. */
export function textNodes(textObject) {
  if (!textObject) return [];
  if (textObject.type === "mrkdwn") return mrkdwn(textObject.text, { verbatim: textObject.verbatim });
  return plain(textObject.text, textObject.emoji !== false);
}

/** Plain text, with emoji shortcodes drawn and line breaks kept. */
export function plain(text, withEmoji = true) {
  const lines = unescape(text ?? "").split("\n");
  return lines.flatMap((line, index) => [index ? make("br") : "", ...(withEmoji ? emojiIn(line) : [line])]);
}

function emojiIn(line) {
  return line.split(/(:[\w+-]+:)/).map((part) => emojiOf(part) ?? part);
}

/** mrkdwn as a list of nodes, one per paragraph, quote, list or code block. */
export function mrkdwn(text, { verbatim = false } = {}) {
  const parts = String(text ?? "").split(/```/);
  const closed = parts.length % 2 === 1;
  return parts.flatMap((part, index) => {
    const isCode = index % 2 === 1 && (closed || index < parts.length - 1);
    if (isCode)
      return [make("pre", { class: "code-block" }, make("code", {}, unescape(bare(part.replace(/^\n|\n$/g, "")))))];
    const lines = index % 2 === 1 ? `\`\`\`${part}` : part;
    return paragraphs(lines.replace(index > 0 ? /^\n/ : /^$/, ""), verbatim);
  });
}

function bare(text) {
  return text.replace(/<(?:(?:https?:|mailto:|tel:)[^|>]*\|)?([^>]*)>/g, "$1");
}

function kindOf(line) {
  if (/^(&gt;|>)/.test(line)) return "quote";
  if (/^\s*(•|◦|▪︎|-)\s+/.test(line)) return "bullets";
  if (/^\s*\d{1,3}[.)]\s+/.test(line)) return "numbers";
  return "words";
}

function paragraphs(text, verbatim) {
  const runs = [];
  for (const line of text.split("\n")) {
    const kind = kindOf(line);
    if (runs.at(-1)?.kind === kind) runs.at(-1).lines.push(line);
    else runs.push({ kind, lines: [line] });
  }
  return runs
    .filter((run) => run.kind !== "words" || run.lines.some(Boolean))
    .map((run) => DRAW[run.kind](run.lines, verbatim));
}

const DRAW = {
  words: (lines, verbatim) => make("p", {}, broken(trimmed(lines), verbatim)),
  quote: (lines, verbatim) =>
    make(
      "blockquote",
      {},
      broken(
        lines.map((line) => line.replace(/^(&gt;|>){1,3} ?/, "")),
        verbatim,
      ),
    ),
  bullets: (lines, verbatim) =>
    make(
      "ul",
      { class: "bullets" },
      lines.map((line) => make("li", {}, inline(line.replace(/^\s*(•|◦|▪︎|-)\s+/, ""), verbatim))),
    ),
  numbers: (lines, verbatim) =>
    make(
      "ol",
      { class: "numbers", start: Number.parseInt(lines[0], 10) },
      lines.map((line) => make("li", {}, inline(line.replace(/^\s*\d+[.)]\s+/, ""), verbatim))),
    ),
};

function trimmed(lines) {
  const first = lines.findIndex(Boolean);
  return lines.slice(first, lines.findLastIndex(Boolean) + 1);
}

function broken(lines, verbatim) {
  return lines.flatMap((line, index) => (index ? [make("br"), ...inline(line, verbatim)] : inline(line, verbatim)));
}

const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    "(?<emoji>:[a-z0-9_+'-]+:(?::skin-tone-[2-6]:)?)",
    "(?<=^|[\\s(\\[{\"'.,;:!?*_~—–-])(?<mark>[*_~])(?=\\S)(?<marked>(?:<[^>]*>|`[^`]*`|[^`])*?\\S)\\k<mark>(?=$|[\\s)\\]}\"'.,;:!?*_~—–-])",
    "(?<url>https?://[^\\s<>|*~`]+[^\\s<>|*~`.,;:!?)\\]}'\"_])",
  ].join("|"),
  "gu",
);

/** The marks inside one line. Unmatched marks stay as they were typed. */
export function inline(text, verbatim = false) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const node = drawn(match.groups, verbatim);
    if (node === null) continue;
    nodes.push(unescape(text.slice(end, match.index)), node);
    end = match.index + match[0].length;
  }
  nodes.push(unescape(text.slice(end)));
  return nodes.filter((node) => node !== "");
}

function drawn({ code, angle, emoji, mark, marked, url }, verbatim) {
  if (code) return make("code", {}, unescape(bare(code)));
  if (angle) return special(angle);
  if (emoji) return emojiOf(emoji);
  if (mark) return make(STYLES[mark], {}, inline(marked, verbatim));
  return url && !verbatim ? linkTo(unescape(url), [unescape(url)]) : null;
}

function special(body) {
  const [target, ...rest] = body.split("|");
  const label = rest.length ? rest.join("|") : null;
  if (target.startsWith("@")) return personMention(target.slice(1), label && unescape(label));
  if (target.startsWith("#")) return channelMention(target.slice(1), label && unescape(label));
  if (target.startsWith("!date^")) return dateNode(target, label);
  if (target.startsWith("!")) return broadcast(target.slice(1), label);
  if (/^(https?:|mailto:|tel:)/i.test(target))
    return linkTo(unescape(target), label ? inlineLabel(label) : [unescape(target)]);
  return null;
}

function inlineLabel(label) {
  return plain(label);
}

function broadcast(name, label) {
  const [kind] = name.split("^");
  if (BROADCASTS.has(kind)) return make("span", { class: "mention mention-all" }, `@${kind}`);
  if (kind === "subteam") return make("span", { class: "mention" }, unescape(label ?? "@team"));
  return label ? unescape(label) : null;
}

function dateNode(target, label) {
  const [, seconds, format, link] = target.split("^");
  const text = slackDate(seconds, unescape(format ?? "")) ?? unescape(label ?? "");
  const time = make("time", { datetime: isoOf(seconds), title: unescape(label ?? "") || null }, text);
  return link ? linkTo(unescape(link), [time]) : time;
}

function isoOf(seconds) {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
