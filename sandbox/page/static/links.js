// Draws links, and keeps those that lead to X, to a review or to a message of this workspace within the page.

import { make } from "./dom.js";
import { go, goAside } from "./session.js";

const OURS = new Set(["x.com", "www.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com"]);

/** An anchor for an outside address; anything but http(s), mailto and tel becomes plain text. */
export function linkTo(address, children, properties = {}) {
  if (!/^(https?|mailto|tel):/i.test(address)) return make("span", {}, children);
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer", ...properties }, children);
}

/**
 * Where an address leads on the page's X side, or null for the rest of the web:
 * {post} for a thread, {write: "reply", to, text} for the composer, {write: "like", to} for a like by hand.
 */
export function placeOnX(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !OURS.has(url.hostname)) return null;
  const query = url.searchParams;
  if (/^\/intent\/(post|tweet)\/?$/.test(url.pathname)) {
    return { write: "reply", to: query.get("in_reply_to") ?? "", text: query.get("text") ?? "" };
  }
  if (/^\/intent\/(like|favorite)\/?$/.test(url.pathname)) return { write: "like", to: query.get("tweet_id") ?? "" };
  const status = url.pathname.match(/^\/[^/]+(?:\/web)?\/status(?:es)?\/(\d+)/);
  if (status) return { post: status[1] };
  const profile = url.pathname.match(/^\/(\w{1,15})\/?$/);
  return profile ? { profile: profile[1] } : null;
}

/** Where a link to a review in the Play Store leads, {review}, or null. */
export function placeInStore(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  const review = url?.hostname === "play.google.com" ? url.searchParams.get("reviewId") : null;
  return review ? { review } : null;
}

/** Where a link to a message of this workspace leads, or null: {view, id, at, thread}. */
export function placeInSlack(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isHere =
    url && url.port === location.port && (url.hostname === location.hostname || url.hostname === "127.0.0.1");
  const found = isHere && url.pathname.match(/^\/slack\/archives\/(\w+)\/p(\d+)(\d{6})$/);
  if (!found) return null;
  const [, id, seconds, rest] = found;
  return { view: "channel", id, at: `${seconds}.${rest}`, thread: url.searchParams.get("thread_ts") ?? undefined };
}

/** Goes to an address within the page; false when it leads elsewhere. */
function goWithin(address) {
  const [beside, inSlack] = [placeOnX(address) ?? placeInStore(address), placeInSlack(address)];
  if (beside) goAside(beside);
  if (inSlack) go(inSlack);
  return Boolean(beside || inSlack);
}

/** Follows an address: within the page when it leads to X, to a review or to a message, otherwise in a new tab. */
export function follow(address) {
  if (!goWithin(address) && /^https?:/i.test(address)) window.open(address, "_blank", "noopener,noreferrer");
}

/** Lets every link that leads to X, to a review or to a message of this workspace stay within the page. */
export function catchLinks(root) {
  root.addEventListener("click", (event) => {
    const anchor = event.target.closest("a[href]");
    if (!anchor || event.ctrlKey || event.metaKey) return;
    if (goWithin(anchor.href)) event.preventDefault();
  });
}
