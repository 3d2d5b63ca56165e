// Draws links, and takes those that lead to X to the page's own X side instead.

import { make } from "./dom.js";
import { goAside } from "./session.js";

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

/** Follows an address: to the X side when it leads there, otherwise in a new tab. */
export function follow(address) {
  const place = placeOnX(address);
  if (place) goAside(place);
  else if (/^https?:/i.test(address)) window.open(address, "_blank", "noopener,noreferrer");
}

/** Lets every link of the page that leads to X open the X side. */
export function catchLinks(root) {
  root.addEventListener("click", (event) => {
    const anchor = event.target.closest("a[href]");
    const place = anchor && placeOnX(anchor.href);
    if (!place || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    goAside(place);
  });
}
