// Draws rich_text blocks: sections, lists, quotes and preformatted text with their styled pieces.

import { make } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { linkTo } from "./links.js";
import { channelMention, personMention } from "./people.js";
import { slackDate } from "./times.js";

const TAGS = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

/** The whole block. */
export function richText(block) {
  return make("div", { class: "block rich-text mrkdwn" }, block.elements.map(part));
}

function part(element) {
  const style = { "--indent": String(element.indent ?? 0) };
  switch (element.type) {
    case "rich_text_list":
      return make(
        element.style === "ordered" ? "ol" : "ul",
        {
          class: element.style === "ordered" ? "numbers" : "bullets",
          style,
          start: element.offset ? element.offset + 1 : null,
        },
        element.elements.map((line) => make("li", {}, pieces(line.elements))),
      );
    case "rich_text_quote":
      return make("blockquote", {}, pieces(element.elements));
    case "rich_text_preformatted":
      return make("pre", { class: "code-block" }, make("code", {}, pieces(element.elements)));
    default:
      return make("p", {}, pieces(element.elements ?? []));
  }
}

function pieces(elements) {
  return elements.flatMap((element) => {
    const node = piece(element);
    return Object.entries(element.style ?? {}).reduce(
      (inner, [name, on]) => (on && TAGS[name] ? [make(TAGS[name], {}, inner)] : inner),
      [node].flat(),
    );
  });
}

function piece(element) {
  switch (element.type) {
    case "text":
      return lines(element.text);
    case "link":
      return linkTo(element.url, [element.text ?? element.url]);
    case "user":
      return personMention(element.user_id);
    case "channel":
      return channelMention(element.channel_id);
    case "emoji":
      return emojiOf(`:${element.name}:`) ?? `:${element.name}:`;
    case "broadcast":
      return make("span", { class: "mention mention-all" }, `@${element.range}`);
    case "date":
      return make("time", {}, slackDate(element.timestamp, element.format) ?? element.fallback ?? "");
    default:
      return element.text ?? "";
  }
}

function lines(text) {
  return text.split("\n").flatMap((line, index) => (index ? [make("br"), line] : [line]));
}

/** What a person typed into a rich text input, as the block it becomes. */
export function typedRichText(text) {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}

/** The words of a rich text block, without its styles. */
export function wordsOf(block) {
  const words = (element) => element.text ?? (element.elements ?? []).map(words).join("");
  return (block?.elements ?? []).map(words).join("\n");
}
