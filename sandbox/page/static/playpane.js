// The side pane with one review, as a link from a card opens it.

import { get } from "./api.js";
import { fill, iconButton, make } from "./dom.js";
import { drawReview } from "./playreview.js";
import { goAside } from "./session.js";

let open = null;

/** Shows the review `id` in the side pane. */
export async function openPlayPane(host, id) {
  const { limit } = await get("play/apps");
  open = {
    id,
    limit,
    review: make("div", { class: "posts" }),
    trouble: make("p", { class: "failed", role: "alert", hidden: true }),
    drawn: "",
  };
  const head = make(
    "header",
    { class: "pane-head" },
    make("div", {}, make("h2", {}, "Review"), make("p", {}, "on Google Play, as the public sees it")),
    iconButton("close", "Close", () => goAside()),
  );
  const scroller = make(
    "div",
    { class: "x-scroll", tabindex: "0", "aria-label": "Review on Google Play" },
    open.review,
    open.trouble,
  );
  fill(host, head, scroller);
  await refreshPlayPane();
}

/** Draws the open review again after something happened in the store. */
export async function refreshPlayPane() {
  if (!open?.review.isConnected) return;
  const { review } = await get("play/review", { id: open.id });
  const signature = JSON.stringify(review);
  if (signature === open.drawn) return;
  open.drawn = signature;
  fill(
    open.review,
    review
      ? drawReview(review, { limit: open.limit, trouble: refuse, focus: open.id })
      : make("p", { class: "pane-note" }, "There is no such review."),
  );
}

function refuse(text) {
  fill(open.trouble, text);
  open.trouble.hidden = !text;
}
