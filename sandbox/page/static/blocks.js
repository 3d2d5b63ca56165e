// Draws Block Kit's layout blocks. What a person can operate in them is drawn by elements.js.

import { add, icon, make } from "./dom.js";
import { control } from "./elements.js";
import { linkTo } from "./links.js";
import { mrkdwn, plain, textNodes } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const BLOCKS = { section, header, context, divider, actions, input, image, rich_text: richText, markdown, video, file };

/**
 * Draws a list of blocks for a surface.
 *
 * A surface says where the blocks stand and what happens to them: `kind` ("message", "home" or "modal"),
 * `stateOf(blockId, actionId)`, `keep(blockId, element, answer)` for what is typed, `act(blockId, element, answer)` for
 * what is pressed, `load(blockId, element, query)` for options, `errorOf(blockId)`, `warningOf(blockId, element)`,
 * `straysIn(blocks)` for warnings about what is not there any more.
 */
export function drawBlocks(blocks, surface) {
  const all = (blocks ?? []).map((block) => {
    const draw = BLOCKS[block.type] ?? unknown;
    const drawn = draw(block, surface);
    if (block.block_id) drawn.dataset.block = block.block_id;
    return drawn;
  });
  return [...all, ...(surface.straysIn?.(blocks ?? []) ?? []).map(failed)];
}

function section(block, surface) {
  const words = make("div", { class: "section-words" });
  if (block.text) words.append(make("div", { class: "mrkdwn" }, textNodes(block.text)));
  if (block.fields)
    words.append(
      make(
        "div",
        { class: "fields" },
        block.fields.map((field) => make("div", { class: "field mrkdwn" }, textNodes(field))),
      ),
    );
  const drawn = make("div", { class: "block section" }, words);
  if (block.accessory) drawn.append(make("div", { class: "accessory" }, accessory(block, surface)));
  return add(drawn, warnings(block.block_id, [block.accessory], surface));
}

function accessory(block, surface) {
  if (block.accessory.type === "image") return picture(block.accessory, "thumbnail");
  return control(block.accessory, { blockId: block.block_id, surface, inInput: false });
}

function header(block) {
  return make("div", { class: "block block-header", role: "heading", "aria-level": "3" }, textNodes(block.text));
}

function context(block) {
  const parts = block.elements.map((element) =>
    element.type === "image"
      ? picture(element, "context-image")
      : make("span", { class: "context-words mrkdwn" }, textNodes(element)),
  );
  return make("div", { class: "block context" }, parts);
}

function divider() {
  return make("hr", { class: "block divider" });
}

function actions(block, surface) {
  const controls = block.elements.map((element) =>
    control(element, { blockId: block.block_id, surface, inInput: false }),
  );
  return make("div", { class: "block actions" }, controls, warnings(block.block_id, block.elements, surface));
}

function input(block, surface) {
  const { block_id: blockId, element } = block;
  const names = { label: `label-${blockId}`, hint: `hint-${blockId}`, error: `error-${blockId}` };
  const error = surface.errorOf(blockId);
  const labelled = {
    labelledBy: names.label,
    describedBy: [error && names.error, block.hint && names.hint].filter(Boolean).join(" ") || null,
  };
  const drawn = control(element, {
    blockId,
    surface,
    inInput: true,
    dispatches: block.dispatch_action === true,
    invalid: Boolean(error),
    required: !block.optional,
    ...labelled,
  });
  return make(
    "div",
    { class: error ? "block input invalid" : "block input" },
    make(
      "div",
      { class: "label", id: names.label },
      textNodes(block.label),
      block.optional ? make("span", { class: "optional" }, " (optional)") : null,
    ),
    drawn,
    error ? make("p", { class: "error", id: names.error, role: "alert" }, icon("warning"), plain(error)) : null,
    block.hint ? make("p", { class: "hint", id: names.hint }, textNodes(block.hint)) : null,
    warnings(blockId, [element], surface),
  );
}

function image(block) {
  const title = block.title ? make("figcaption", {}, textNodes(block.title)) : null;
  return make("figure", { class: "block image" }, title, picture(block, "full-image"));
}

/** An image of the sandbox's own; those from outside are never fetched, only named and linked. */
function picture(element, className) {
  const address = element.image_url ?? element.slack_file?.url ?? "";
  const own = address.startsWith("data:image/") || address.startsWith(`${location.origin}/`) || address.startsWith("/");
  if (own) return make("img", { class: className, src: address, alt: element.alt_text ?? "", loading: "lazy" });
  const words = make(
    "span",
    { class: `${className} image-away`, title: "Pictures from outside are not fetched here" },
    element.alt_text || "Picture",
  );
  return address ? linkTo(address, [words]) : words;
}

function markdown(block) {
  return make("div", { class: "block section mrkdwn" }, mrkdwn(block.text.replaceAll("**", "*")));
}

function video(block) {
  return make("div", { class: "block section" }, linkTo(block.title_url ?? block.video_url, textNodes(block.title)));
}

function file(block) {
  return make("div", { class: "block context" }, `File ${block.external_id}`);
}

function unknown(block) {
  return make("div", { class: "block context" }, `A block of type “${block.type}”, which this page cannot draw.`);
}

function warnings(blockId, elements, surface) {
  const found = new Set(
    elements
      .filter(Boolean)
      .map((element) => surface.warningOf?.(blockId, element))
      .filter(Boolean),
  );
  return [...found].map(failed);
}

function failed(text) {
  return make("p", { class: "failed", role: "alert" }, icon("warning"), text);
}
