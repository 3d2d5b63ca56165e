// One message: who, when, its words or blocks, its marks, and what one can do with it.

import { drawBlocks } from "./blocks.js";
import { filesOf } from "./clip.js";
import { confirmed } from "./confirm.js";
import { add, icon, iconButton, make } from "./dom.js";
import { openMenu } from "./menu.js";
import { mrkdwn, plain, unescape } from "./mrkdwn.js";
import { faceOf } from "./people.js";
import { emojiOf } from "./emoji.js";
import { act, goAside, personOf, session } from "./session.js";
import { pressable } from "./surface.js";
import { age, clockTime, exact, ofTimestamp } from "./times.js";

const editing = new Set();

/** Everything a message's drawing depends on; equal signatures need no new drawing. */
export function signatureOf(message, follows) {
  return JSON.stringify([message, follows, session.person, editing.has(message.ts)]);
}

/** Whether a message consists of an app's blocks; what people type is text whatever Slack stores beside it. */
export function isCard(message) {
  return Boolean(message.blocks?.length) && !message.client_msg_id;
}

/** Draws a message. `setting`: {follows, channel, inThread, list}. */
export function drawMessage(message, setting) {
  const drawn = make("article", {
    class: classesOf(message, setting),
    role: "listitem",
    tabindex: "-1",
    data: { ts: message.ts },
    "aria-label": labelOf(message),
  });
  if (message.is_ephemeral) drawn.append(make("p", { class: "only-you" }, icon("eye"), "Only visible to you"));
  const side = setting.follows
    ? make("time", { class: "side-time" }, clockTime(ofTimestamp(message.ts)))
    : faceOf(message.user);
  const main = make(
    "div",
    { class: "message-main" },
    setting.follows ? null : head(message),
    body(message, setting),
    foot(message, setting),
  );
  return add(
    drawn,
    make("div", { class: "message-row" }, make("div", { class: "message-side" }, side), main),
    tools(message, setting),
  );
}

function classesOf(message, setting) {
  const classes = ["message"];
  if (setting.follows) classes.push("follows");
  if (message.is_ephemeral) classes.push("ephemeral");
  if (isCard(message)) classes.push("with-blocks");
  if (message.subtype && !["bot_message", "file_share"].includes(message.subtype)) classes.push("event");
  return classes.join(" ");
}

function labelOf(message) {
  return `${nameOf(message)}, ${clockTime(ofTimestamp(message.ts))}${message.is_ephemeral ? ", only visible to you" : ""}`;
}

function nameOf(message) {
  return message.username ?? personOf(message.user).name;
}

function head(message) {
  const moment = ofTimestamp(message.ts);
  const isApp = Boolean(message.bot_id) || personOf(message.user).is_bot;
  return make(
    "header",
    { class: "message-head" },
    make("strong", {}, nameOf(message)),
    isApp ? make("span", { class: "tag" }, "App") : null,
    make("time", { datetime: moment.toISOString(), title: exact(moment) }, clockTime(moment)),
    isCard(message) ? editedMark(message) : null,
  );
}

function editedMark(message) {
  return message.edited ? make("span", { class: "edited" }, "(edited)") : null;
}

function body(message, setting) {
  if (editing.has(message.ts)) return editor(message, setting);
  if (!isCard(message)) return words(message, editedMark(message));
  const where = { channel: setting.channel, ts: message.ts };
  const surface = pressable({
    kind: "message",
    key: `${setting.channel}/${message.ts}`,
    path: "click",
    where,
    repaint: () => setting.list.redraw(message.ts),
  });
  return make("div", { class: "card" }, drawBlocks(message.blocks, surface));
}

function words(message, edited) {
  const drawn = make("div", { class: "words mrkdwn" }, mrkdwn(message.text));
  for (const attachment of message.attachments ?? [])
    drawn.append(make("blockquote", {}, plain(attachment.fallback ?? attachment.text ?? "")));
  add(drawn, filesOf(message));
  if (edited)
    (drawn.lastElementChild?.matches("p, li, blockquote") ? drawn.lastElementChild : drawn).append(" ", edited);
  return drawn;
}

function foot(message, setting) {
  const parts = [];
  if (message.reactions?.length) parts.push(make("div", { class: "reactions" }, message.reactions.map(reaction)));
  if (message.reply_count && !setting.inThread) parts.push(threadLink(message));
  return parts;
}

function reaction({ name, count, users }) {
  const who = users.map((id) => personOf(id).name).join(", ");
  return make("span", { class: "reaction", title: who }, emojiOf(`:${name}:`) ?? `:${name}:`, String(count));
}

function threadLink(message) {
  const replies = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  const last = age(ofTimestamp(message.latest_reply));
  return make(
    "button",
    { type: "button", class: "thread-link", on: { click: () => goAside({ thread: message.ts }) } },
    (message.reply_users ?? []).slice(0, 4).map((id) => faceOf(id)),
    make("strong", {}, replies),
    make("span", {}, `Last reply ${last === "now" ? "just now" : `${last} ago`}`),
  );
}

function tools(message, setting) {
  if (message.is_ephemeral || editing.has(message.ts)) return null;
  const buttons = [];
  if (!setting.inThread) buttons.push(iconButton("thread", "Reply in thread", () => goAside({ thread: message.ts })));
  const items = menuOf(message, setting);
  if (items.length) {
    const more = iconButton("more", "More actions", () => openMenu(more, { label: "Message actions", items }), {
      "aria-haspopup": "menu",
    });
    buttons.push(more);
  }
  return buttons.length
    ? make("div", { class: "message-tools", role: "toolbar", "aria-label": "Message" }, buttons)
    : null;
}

function menuOf(message, setting) {
  const shortcuts = session.world.shortcuts.filter((one) => one.type === "message");
  const items = shortcuts.map((one) => ({
    content: [icon("bolt"), one.name],
    name: one.name,
    choose: () => act("shortcut", { callback_id: one.callback_id, channel: setting.channel, ts: message.ts }),
  }));
  const isFile = message.subtype === "file_share";
  if (message.user !== session.person || (message.subtype && !isFile)) return items;
  if (!isFile)
    items.push({
      content: [icon("edit"), "Edit message"],
      name: "Edit message",
      choose: () => startEditing(message, setting),
    });
  items.push({
    content: [icon("bin"), "Delete message"],
    name: "Delete message",
    danger: true,
    choose: () => remove(message, setting),
  });
  return items;
}

async function remove(message, setting) {
  const sure = {
    title: { type: "plain_text", text: "Delete message" },
    text: { type: "plain_text", text: "Are you sure you want to delete this message? This cannot be undone." },
    confirm: { type: "plain_text", text: "Delete" },
    deny: { type: "plain_text", text: "Cancel" },
    style: "danger",
  };
  if (await confirmed(sure)) await act("delete", { channel: setting.channel, ts: message.ts });
}

/** A message's text as its author would type it: mentions by name, no escapes. */
function asTyped(text) {
  const named = text
    .replace(/<@(\w+)(?:\|[^>]*)?>/g, (whole, id) => `@${personOf(id).handle ?? id}`)
    .replace(/<#\w+\|([^>]*)>/g, "#$1");
  return unescape(named.replace(/<!(here|channel|everyone)>/g, "@$1").replace(/<([^|>]+)(?:\|[^>]*)?>/g, "$1"));
}

async function startEditing(message, setting) {
  editing.add(message.ts);
  await setting.list.redraw(message.ts);
  const field = setting.list.root.querySelector(".editor textarea");
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
}

function editor(message, setting) {
  const field = make("textarea", { class: "field-box", rows: "2", "aria-label": "Edit message" });
  field.value = asTyped(message.text);
  const end = () => {
    editing.delete(message.ts);
    setting.list.redraw(message.ts);
  };
  const save = async () => {
    const text = field.value.trim();
    if (text) await act("edit", { channel: setting.channel, ts: message.ts, text });
    end();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      end();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      save();
    }
  });
  return make(
    "div",
    { class: "editor" },
    field,
    make(
      "div",
      { class: "editor-foot" },
      make("button", { type: "button", class: "button", on: { click: end } }, "Cancel"),
      make("button", { type: "button", class: "button primary", on: { click: save } }, "Save"),
    ),
  );
}
