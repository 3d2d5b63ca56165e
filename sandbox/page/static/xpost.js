// One public post: its author, words, numbers, and what can be done with it.

import { post as send } from "./api.js";
import { confirmed } from "./confirm.js";
import { add, announce, icon, iconButton, make } from "./dom.js";
import { linkTo } from "./links.js";
import { openMenu } from "./menu.js";
import { faceOnX } from "./people.js";
import { goAside } from "./session.js";
import { age, exact } from "./times.js";

const BADGES = { blue: "Verified", business: "Verified organisation", government: "Government account" };

/** The verification badge of a user, or null. */
export function badge(user) {
  const label = BADGES[user.verified_type];
  return label
    ? make(
        "span",
        { class: `badge badge-${user.verified_type}`, role: "img", "aria-label": label, title: label },
        icon("check"),
      )
    : null;
}

/**
 * Draws a post. `setting`: {focus} marks the one that was asked for, {voice()} is who likes and reposts,
 * {reply(post)} starts an answer, {trouble(text)} shows a refusal.
 */
export function drawPost(post, setting) {
  if (post.deleted)
    return make("article", { class: "post gone" }, make("p", {}, "This post was deleted by its author."));
  const classes = ["post", post.id === setting.focus ? "focus" : "", post.author.kind === "account" ? "ours" : ""].join(
    " ",
  );
  const drawn = make("article", {
    class: classes,
    data: { post: post.id },
    "aria-label": `Post by @${post.author.handle}`,
  });
  return add(
    drawn,
    faceOnX(post.author),
    make("div", { class: "post-main" }, head(post), body(post), quoted(post), likers(post), actions(post, setting)),
  );
}

function head(post) {
  const moment = new Date(post.created_at);
  return make(
    "header",
    { class: "post-head" },
    make("strong", {}, post.author.name, badge(post.author)),
    make("span", { class: "handle" }, `@${post.author.handle}`),
    make(
      "a",
      { class: "post-time", href: `https://x.com/${post.author.handle}/status/${post.id}` },
      make("time", { datetime: post.created_at, title: exact(moment) }, age(moment)),
    ),
    post.author.protected ? make("span", { class: "tag" }, "Protected") : null,
    post.edited ? make("span", { class: "edited" }, "(edited)") : null,
    post.source === "hand" && post.author.kind === "account"
      ? make("span", { class: "tag", title: "Written by a person on X itself" }, "By hand")
      : null,
  );
}

function body(post) {
  const to = post.in_reply_to_handle
    ? make("p", { class: "post-to" }, "Replying to ", make("span", { class: "at" }, `@${post.in_reply_to_handle}`))
    : null;
  return [
    post.repost_of ? make("p", { class: "post-to" }, icon("repeat"), "Reposted") : null,
    to,
    make("p", { class: "post-text", lang: post.lang, dir: "auto" }, postWords(post.text)),
    media(post),
  ];
}

/** A post's text with its handles, hashtags and links marked. */
export function postWords(text) {
  return text.split(/(https?:\/\/[^\s]+|(?<![\w@])@\w{1,15}|(?<![\w&])#[\p{L}\p{N}_]+)/u).map((part) => {
    if (/^https?:/.test(part)) return linkTo(part, [part.replace(/^https?:\/\/(www\.)?/, "")]);
    return /^[@#][\p{L}\p{N}_]/u.test(part) ? make("span", { class: "at" }, part) : part;
  });
}

function media(post) {
  return post.media?.length
    ? make(
        "p",
        { class: "post-media" },
        post.media.map((one) =>
          make("span", { class: "tag" }, [one.type.replace("_", " "), one.alt_text].filter(Boolean).join(": ")),
        ),
      )
    : null;
}

function quoted(post) {
  if (!post.quoted) return null;
  return make(
    "blockquote",
    { class: "post-quote" },
    make("strong", {}, `@${post.quoted.author.handle}`),
    " ",
    post.quoted.deleted ? "This post was deleted." : postWords(post.quoted.text),
  );
}

function count(number) {
  return number ? make("span", { class: "post-count" }, number.toLocaleString("en")) : null;
}

function actions(post, setting) {
  const voice = setting.voice();
  const liked = post.liked_by.some((handle) => handle.toLowerCase() === voice.toLowerCase());
  const like = make(
    "button",
    {
      type: "button",
      class: liked ? "post-action liked" : "post-action",
      "aria-pressed": String(liked),
    },
    icon("heart"),
    make("span", {}, liked ? "Liked" : "Like"),
    count(post.likes),
  );
  like.addEventListener("click", () => attempt(setting, "x/like", { as: setting.voice(), id: post.id, undo: liked }));
  const reply = make(
    "button",
    { type: "button", class: "post-action", on: { click: () => setting.reply(post) } },
    icon("reply"),
    make("span", {}, "Reply"),
    count(post.replies),
  );
  const more = iconButton(
    "more",
    "More about this post",
    () => openMenu(more, { label: "Post", items: menu(post, setting) }),
    { "aria-haspopup": "menu" },
  );
  return make("footer", { class: "post-actions" }, reply, like, more);
}

/** Who liked a post, by name as far as the sandbox tells. */
function likers(post) {
  if (!post.liked_by.length) return null;
  const named = post.liked_by.slice(0, 3).map((handle) => `@${handle}`);
  const more = post.likes - named.length;
  if (more > 0) named.push(`${more.toLocaleString("en")} more`);
  const words = named.length > 1 ? `${named.slice(0, -1).join(", ")} and ${named.at(-1)}` : named[0];
  return make("p", { class: "likers" }, icon("heart"), `Liked by ${words}`);
}

function menu(post, setting) {
  const { handle } = post.author;
  return [
    { content: [icon("thread"), "Open the thread"], name: "Open", choose: () => goAside({ post: post.id }) },
    {
      content: [icon("repeat"), `Repost as @${setting.voice()}`],
      name: "Repost",
      choose: () => attempt(setting, "x/repost", { as: setting.voice(), id: post.id }),
    },
    { content: [icon("edit"), `Edit as @${handle}`], name: "Edit", choose: () => edit(post, setting) },
    {
      content: [icon("shield"), post.author.protected ? `Unprotect @${handle}` : `Protect @${handle}`],
      name: "Protect",
      choose: () => attempt(setting, "x/protect", { as: handle, protected: !post.author.protected }),
    },
    {
      content: [icon("bin"), `Delete as @${handle}`],
      name: "Delete",
      danger: true,
      choose: () => remove(post, setting),
    },
  ];
}

async function attempt(setting, path, body) {
  await send(path, body).catch((refusal) => {
    announce(refusal.message);
    setting.trouble(refusal.message);
  });
}

async function remove(post, setting) {
  const plain = (text) => ({ type: "plain_text", text });
  const sure = {
    title: plain("Delete post?"),
    text: plain(`It disappears from X at once, as if @${post.author.handle} had deleted it.`),
    confirm: plain("Delete"),
    deny: plain("Keep"),
    style: "danger",
  };
  if (await confirmed(sure)) await attempt(setting, "x/delete", { id: post.id });
}

function edit(post, setting) {
  const field = make("textarea", { class: "field-box", rows: "4", "aria-label": "The post's new text" });
  field.value = post.text;
  const foot = make(
    "div",
    { class: "confirm-foot" },
    make("button", { class: "button", value: "" }, "Cancel"),
    make("button", { class: "button primary", value: "yes" }, "Save"),
  );
  const dialog = make(
    "dialog",
    { class: "confirm wide", "aria-label": "Edit post" },
    make(
      "form",
      { method: "dialog" },
      make("h2", {}, `Edit as @${post.author.handle}`),
      make("p", {}, "An edited post gets a new number, as on X."),
      field,
      foot,
    ),
  );
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "yes" && field.value.trim())
      attempt(setting, "x/edit", { id: post.id, text: field.value.trim() });
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}
