// The X side in the middle of the page: what the public sees, newest first, and a place to write as a customer.

import { get } from "./api.js";
import { fill, make } from "./dom.js";
import { emptyState } from "./empty.js";
import { goAside } from "./session.js";
import { drawPost } from "./xpost.js";
import { refreshVoices, voice } from "./xvoice.js";
import { Writer } from "./xwriter.js";

const PAGE = 40;
const CHOICES = [
  { only: "all", name: "Everything" },
  { only: "mentions", name: "Mentions of us" },
  { only: "answers", name: "Our replies" },
];

let open = null;

/** Shows the public timeline. */
export async function openX(host) {
  await refreshVoices();
  const writer = new Writer({ kind: "write", changed: () => refreshX() });
  open = { writer, posts: make("div", { class: "posts" }), only: "all", search: "", limit: PAGE, drawn: "" };
  fill(
    host,
    make(
      "header",
      { class: "view-head" },
      make("h1", {}, make("span", {}, "X")),
      make("p", { class: "topic" }, "What the public sees. Write as a customer and watch the desk get to work."),
    ),
    make(
      "div",
      { class: "x-scroll", tabindex: "0", "aria-label": "Posts on X" },
      make("div", { class: "x-column" }, writer.root, filters(), open.posts),
    ),
  );
  await refreshX();
}

/** Draws the timeline again after something happened on X. */
export async function refreshX() {
  if (!open?.posts.isConnected) return;
  const { posts, more } = await get("x/timeline", { only: open.only, search: open.search, limit: open.limit });
  await refreshVoices();
  open.writer.switch.paint();
  const signature = JSON.stringify([posts, more, voice("write")]);
  if (signature === open.drawn) return;
  open.drawn = signature;
  paint(posts, more);
}

function paint(posts, more) {
  const setting = {
    voice: () => voice("write"),
    reply: (post) => goAside({ post: post.id }),
    trouble: (text) => open.writer.refuse(text),
  };
  const focused = open.posts.contains(document.activeElement)
    ? document.activeElement.closest("[data-post]")?.dataset.post
    : null;
  fill(
    open.posts,
    posts.map((post) => drawPost(post, setting)),
    more ? make("button", { type: "button", class: "older", on: { click: showMore } }, "Show older posts") : null,
  );
  if (!posts.length)
    fill(
      open.posts,
      emptyState(
        "globe",
        "Nothing here yet",
        open.search || open.only !== "all"
          ? "No post fits. Try another filter."
          : "Be the first: write something to @FirefoxSupport above.",
      ),
    );
  if (focused) open.posts.querySelector(`[data-post="${CSS.escape(focused)}"] button`)?.focus({ preventScroll: true });
}

function showMore() {
  open.limit += PAGE;
  refreshX();
}

function filters() {
  const search = make("input", {
    type: "search",
    class: "field-box",
    placeholder: "Search posts",
    "aria-label": "Search posts",
  });
  search.addEventListener("input", () => {
    open.search = search.value;
    refreshX();
  });
  const buttons = CHOICES.map(({ only, name }) =>
    make("button", { type: "button", class: "pill", "aria-pressed": String(only === "all"), data: { only } }, name),
  );
  for (const button of buttons) {
    button.addEventListener("click", () => {
      open.only = button.dataset.only;
      for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
      refreshX();
    });
  }
  return make(
    "div",
    { class: "x-filters" },
    make("div", { class: "pills", role: "group", "aria-label": "Which posts" }, buttons),
    search,
  );
}
