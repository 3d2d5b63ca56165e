// A list of messages as one person sees them: keeps its elements, draws anew only what changed, and stays where one reads.

import { get } from "./api.js";
import { fill, make } from "./dom.js";
import { focusKept } from "./focus.js";
import { drawMessage, isCard, signatureOf } from "./message.js";
import { mine } from "./session.js";
import { nameOfDay, ofTimestamp, sameDay } from "./times.js";

const PAGE = 60;
const TOGETHER = 5 * 60;
const NEAR = 80;

export class MessageList {
  /** `thread` is the parent's ts for a side pane; `empty` draws what stands there before the first message. */
  constructor({ channel, thread = null, empty = () => null }) {
    this.channel = channel;
    this.thread = thread;
    this.empty = empty;
    this.limit = PAGE;
    this.drawn = new Map();
    this.items = make("div", { class: "message-items", role: "list", "aria-label": thread ? "Thread" : "Messages" });
    this.newer = make(
      "button",
      { type: "button", class: "jump", hidden: true, on: { click: () => this.toEnd() } },
      "New messages ↓",
    );
    this.scroller = make(
      "div",
      {
        class: "messages",
        tabindex: "0",
        "aria-label": thread ? "Messages in this thread" : "Messages in this channel",
      },
      this.items,
    );
    this.scroller.addEventListener("scroll", () => this.isAtEnd() && (this.newer.hidden = true), { passive: true });
    this.scroller.addEventListener("keydown", (event) => this.step(event));
    this.root = make("div", { class: "message-list" }, this.scroller, this.newer);
    this.unreadFrom = null;
  }

  /** Asks again and draws what changed; several requests at once become one more. */
  async refresh() {
    if (this.asking) {
      this.again = true;
      return this.asking;
    }
    this.asking = this.ask().finally(() => (this.asking = null));
    await this.asking;
    if (!this.again) return undefined;
    this.again = false;
    return this.refresh();
  }

  async ask() {
    const answer = await get(mine("messages"), { channel: this.channel, thread_ts: this.thread, limit: this.limit });
    if (this.closed) return;
    this.paint(answer.messages, answer.more);
  }

  /** Marks where unread messages begin: the last `count` ones that are there at the first drawing. */
  expectUnread(count) {
    this.unread = count;
  }

  paint(messages, more) {
    const first = this.drawn.size === 0;
    const stay = first || this.following || this.isAtEnd();
    const bottom = this.scroller.scrollHeight - this.scroller.scrollTop;
    if (first && this.unread) this.unreadFrom = messages.at(-Math.min(this.unread, messages.length))?.ts;
    const focus = focusKept(this.items);
    const grew = this.reconcile(messages, more);
    focus();
    if (stay) this.toEnd();
    else if (this.older) this.scroller.scrollTop = this.scroller.scrollHeight - bottom;
    else if (grew) this.tellOfNew(messages.at(-1));
    if (grew) this.following = false;
    this.older = false;
  }

  reconcile(messages, more) {
    const fresh = new Map();
    const row = [];
    if (more) row.push(this.olderButton());
    let before = null;
    for (const message of messages) {
      const key = `${message.ts}${message.is_ephemeral ? "e" : ""}`;
      const moment = ofTimestamp(message.ts);
      if (!this.thread && (!before || !sameDay(ofTimestamp(before.ts), moment))) row.push(dayLine(moment));
      if (message.ts === this.unreadFrom)
        row.push(make("div", { class: "unread-line", role: "separator" }, make("span", {}, "New")));
      const follows = Boolean(before) && isTogether(before, message);
      const signature = signatureOf(message, follows);
      const old = this.drawn.get(key);
      const element =
        old?.signature === signature
          ? old.element
          : drawMessage(message, {
              follows,
              channel: this.channel,
              inThread: Boolean(this.thread),
              list: this,
              old: old?.element,
            });
      fresh.set(key, { signature, element });
      row.push(element);
      if (this.thread && message.ts === this.thread) row.push(replyLine(messages.length - 1));
      before = message;
    }
    const grew = [...fresh.keys()].some((key) => !this.drawn.has(key));
    this.drawn = fresh;
    if (messages.length) arrange(this.items, row);
    else fill(this.items, this.empty());
    return grew;
  }

  /** Draws one message again although nothing about it changed, for a warning mark or an open editor. */
  redraw(ts) {
    for (const [key, entry] of this.drawn) if (key.startsWith(ts)) entry.signature = "";
    return this.refresh();
  }

  /** The arrows go from message to message; Tab then reaches what one can do with it. */
  step(event) {
    const steps = { ArrowUp: -1, ArrowDown: 1 };
    if (!(event.key in steps) || event.altKey || !event.target.matches(".message, .messages")) return;
    event.preventDefault();
    const all = [...this.items.querySelectorAll(".message")];
    const at = all.indexOf(event.target);
    const next = at < 0 ? all.length - 1 : Math.max(0, Math.min(all.length - 1, at + steps[event.key]));
    all[next]?.focus();
    all[next]?.scrollIntoView({ block: "nearest" });
  }

  olderButton() {
    const load = () => {
      this.limit += PAGE;
      this.older = true;
      this.refresh();
    };
    return make("button", { type: "button", class: "older", on: { click: load } }, "Show earlier messages");
  }

  isAtEnd() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < NEAR;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.newer.hidden = true;
  }

  /** Goes to one message, loading older ones until it is there. */
  async show(ts) {
    for (let tries = 0; tries < 20 && !this.drawn.has(ts) && this.items.querySelector(".older"); tries += 1) {
      this.limit *= 2;
      await this.refresh();
    }
    const element = this.drawn.get(ts)?.element;
    element?.scrollIntoView({ block: "center" });
    element?.classList.add("lit");
  }

  /** Goes to the end with what comes next, wherever one reads now: one's own words are there. */
  follow() {
    this.following = true;
  }

  tellOfNew(newest) {
    this.newer.textContent = newest.is_ephemeral ? "A message only for you ↓" : "New messages ↓";
    this.newer.hidden = false;
  }

  /** Stops drawing; what is still on its way is ignored. */
  close() {
    this.closed = true;
  }
}

function isTogether(before, message) {
  const near = Number.parseFloat(message.ts) - Number.parseFloat(before.ts) < TOGETHER;
  return (
    near &&
    before.user === message.user &&
    !isCard(before) &&
    !isCard(message) &&
    !message.is_ephemeral &&
    !before.is_ephemeral &&
    !message.subtype &&
    !before.subtype &&
    !before.reply_count
  );
}

/** Puts nodes in this order with as few moves as possible, so that focus and selections survive. */
function arrange(host, row) {
  row.forEach((node, index) => {
    if (host.children[index] !== node) host.insertBefore(node, host.children[index] ?? null);
  });
  while (host.children.length > row.length) host.lastChild.remove();
}

function dayLine(moment) {
  return make("div", { class: "day-line", role: "separator" }, make("span", {}, nameOfDay(moment)));
}

function replyLine(count) {
  return make(
    "div",
    { class: "reply-line", role: "separator" },
    make("span", {}, count === 1 ? "1 reply" : `${count} replies`),
  );
}
