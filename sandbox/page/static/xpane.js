// The side pane with a thread on X, one person's posts, or the composer that a link from a card opens.

import { get, post as send } from "./api.js";
import { fill, icon, iconButton, make } from "./dom.js";
import { goAside } from "./session.js";
import { drawPost } from "./xpost.js";
import { accountNamed, refreshVoices, speakAs, userOf, voice, voiceSwitch } from "./xvoice.js";
import { Writer } from "./xwriter.js";

const BRAND = "Firefox";
const SUPPORT = "FirefoxSupport";

let open = null;

/** Shows {post}, {profile}, or {write: "reply" | "like", to, text} in the side pane. */
export async function openXPane(host, place) {
  await refreshVoices();
  const id = place.post ?? place.to ?? null;
  const head = make(
    "header",
    { class: "pane-head" },
    make(
      "div",
      {},
      make("h2", {}, title(place)),
      make("p", {}, place.profile ? `@${place.profile}` : "on X, as the public sees it"),
    ),
    iconButton("close", "Close", () => goAside()),
  );
  const posts = make("div", { class: "posts" });
  const scroller = make("div", { class: "x-scroll", tabindex: "0", "aria-label": "Thread on X" }, posts);
  open = { place, id, posts, scroller, drawn: "", kind: place.write || place.post ? "answer" : "write" };
  fill(host, head, scroller);
  const thread = await load();
  if (place.write) chooseAccount(thread);
  const isGone = Boolean(id) && !thread.length;
  open.foot = isGone || place.profile ? null : place.write === "like" ? likeBar() : writer(thread);
  if (open.foot) host.append(open.foot.root);
  paint(thread);
  posts.querySelector(".focus")?.scrollIntoView({ block: "center" });
  if (place.write) open.foot?.focus();
}

/** Draws the open thread again after something happened on X. */
export async function refreshXPane() {
  if (!open?.posts.isConnected) return;
  const thread = await load();
  if (open?.posts.isConnected) paint(thread);
}

function title(place) {
  if (place.profile) return "Posts";
  return { reply: "Reply by hand", like: "Like by hand" }[place.write] ?? "Thread";
}

async function load() {
  if (open.place.profile) return (await get("x/timeline", { author: open.place.profile, limit: 60 })).posts;
  return open.id ? (await get("x/thread", { id: open.id })).posts : [];
}

/**
 * By hand one acts as the account that the customer spoke to; where that is the brand itself, questions are answered
 * by its support account, and likes come from the brand.
 */
function chooseAccount(thread) {
  const asked = thread.find((post) => post.id === open.id);
  const named = accountNamed(asked?.mentions ?? []) ?? accountNamed(thread.flatMap((post) => post.mentions));
  speakAs("answer", named === BRAND && open.place.write === "reply" ? SUPPORT : (named ?? SUPPORT));
}

function writer(thread) {
  const asked = thread.find((post) => post.id === open.id);
  const made = new Writer({
    kind: open.kind,
    inReplyTo: open.id,
    replyTo: asked?.author.handle,
    text: open.place.text ?? "",
    posted: () => open.place.write && goAside({ post: open.id }),
    changed: () => {
      open.drawn = "";
      made.paint();
      refreshXPane();
    },
  });
  return Object.assign(made, {
    focus() {
      made.field.focus();
      made.field.setSelectionRange(made.field.value.length, made.field.value.length);
    },
  });
}

function likeBar() {
  const trouble = make("p", { class: "failed", role: "alert", hidden: true });
  const button = make("button", { type: "button", class: "button primary" }, icon("heart"), "Like this post");
  const refuse = (text) => {
    fill(trouble, icon("warning"), text);
    trouble.hidden = false;
  };
  button.addEventListener("click", async () => {
    const done = await send("x/like", { as: voice("answer"), id: open.id }).catch((refusal) => refuse(refusal.message));
    if (done) goAside({ post: open.id });
  });
  const choice = voiceSwitch("answer", () => refreshXPane());
  const root = make(
    "div",
    { class: "writer like-bar" },
    make("div", { class: "writer-as" }, make("span", {}, "As"), choice.button),
    trouble,
    make("div", { class: "writer-foot" }, button),
  );
  return { root, refuse, focus: () => button.focus() };
}

function paint(thread) {
  const signature = JSON.stringify([thread, voice(open.kind)]);
  if (signature === open.drawn) return;
  open.drawn = signature;
  const reply = (post) => (open.foot?.answer ? open.foot.answer(post) : goAside({ post: post.id }));
  const setting = { focus: open.id, voice: () => voice(open.kind), reply, trouble: (text) => open.foot?.refuse(text) };
  fill(
    open.posts,
    thread.map((post) => drawPost(post, setting)),
  );
  if (!thread.length)
    fill(
      open.posts,
      make(
        "p",
        { class: "pane-note" },
        open.place.profile
          ? `@${userOf(open.place.profile).handle} has not posted.`
          : "There is no such post, or its author has hidden it.",
      ),
    );
}
