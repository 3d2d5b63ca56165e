// A channel or direct message in the middle of the page: its heading, its messages and its composer.

import { Composer } from "./composer.js";
import { fill, icon, make } from "./dom.js";
import { emptyState } from "./empty.js";
import { MessageList } from "./messages.js";
import { inline } from "./mrkdwn.js";
import { faceOf, known } from "./people.js";
import { act, personOf } from "./session.js";

let open = null;

/** Shows a channel, at the message of that ts when one is given; `host` is the middle of the page. */
export async function openChannel(host, id, at) {
  closeChannel();
  const channel = known.channels.find((one) => one.id === id);
  if (!channel) {
    fill(
      host,
      emptyState(
        "lock",
        "This channel is not yours to see",
        "Switch to somebody who is in it, or choose another channel from the list.",
      ),
    );
    return;
  }
  const list = new MessageList({ channel: id, empty: () => emptyOf(channel) });
  const composer = new Composer({ channel: id, where: nameOf(channel), sent: () => list.follow() });
  const head = make("header", { class: "view-head" });
  open = { id, list, composer, head };
  paintHead(channel);
  list.expectUnread(channel.unread);
  fill(host, head, list.root, composer.root);
  const isAlone = document.getElementById("aside").hidden;
  if (isAlone && matchMedia("(min-width: 700px)").matches) composer.field.focus({ preventScroll: true });
  await list.refresh();
  await act("read", { channel: id });
  await showMessage(at);
}

/** Draws again what may have changed in the open channel, and marks it read while one is looking. */
export async function refreshChannel(id) {
  if (open?.id !== id) return;
  await open.list.refresh();
  if (document.visibilityState === "visible") await act("read", { channel: id });
}

/** Goes to a message of the open channel and lets it light up; without a ts nothing happens. */
export async function showMessage(ts) {
  if (ts) await open?.list.show(ts);
}

/** Draws the heading again, for a new topic. */
export function refreshHead() {
  const channel = open && known.channels.find((one) => one.id === open.id);
  if (channel) paintHead(channel);
}

/** Ends what a shown channel was doing. */
export function closeChannel() {
  open?.list.close();
  open = null;
}

/** What a channel is called in sentences. */
export function nameOf(channel) {
  return channel.is_im ? channel.name : `#${channel.name}`;
}

function paintHead(channel) {
  const mark = channel.is_im && channel.user ? faceOf(channel.user) : icon(channel.is_private ? "lock" : "hash");
  const about = channel.is_im ? aboutPerson(channel) : channel.topic;
  fill(
    open.head,
    make("h1", {}, mark, make("span", {}, channel.name)),
    about ? make("p", { class: "topic" }, inline(about)) : null,
  );
}

function aboutPerson(channel) {
  const person = personOf(channel.user);
  return person.is_bot ? "The app writes to you here" : person.role;
}

function emptyOf(channel) {
  if (channel.is_im) return emptyState("thread", `Only you and ${channel.name}`, "Nothing has been said here yet.");
  return emptyState(
    "hash",
    "All quiet",
    `Nothing is waiting in #${channel.name}. New messages appear here by themselves.`,
  );
}
