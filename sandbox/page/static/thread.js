// The side pane with one message's thread.

import { nameOf } from "./channel.js";
import { Composer } from "./composer.js";
import { fill, iconButton, make } from "./dom.js";
import { MessageList } from "./messages.js";
import { known } from "./people.js";
import { goAside } from "./session.js";

let open = null;

/** Shows the thread of a message in the side pane, at the reply `at` when one is given. */
export async function openThread(host, channelId, ts, at) {
  closeThread();
  const channel = known.channels.find((one) => one.id === channelId);
  if (!channel) {
    fill(host, make("p", { class: "pane-note" }, "This thread is not yours to see."));
    return;
  }
  const list = new MessageList({
    channel: channelId,
    thread: ts,
    empty: () => make("p", { class: "pane-note" }, "This message is gone."),
  });
  const composer = new Composer({ channel: channelId, thread: ts, where: "thread", sent: () => list.follow() });
  open = { channel: channelId, ts, list };
  fill(
    host,
    make(
      "header",
      { class: "pane-head" },
      make("div", {}, make("h2", {}, "Thread"), make("p", {}, nameOf(channel))),
      iconButton("close", "Close thread", () => goAside()),
    ),
    list.root,
    composer.root,
  );
  composer.field.focus({ preventScroll: true });
  await list.refresh();
  if (at) await list.show(at);
}

/** Draws the open thread again when its channel changed. */
export async function refreshThread(channelId) {
  if (open?.channel === channelId) await open.list.refresh();
}

/** Ends what a shown thread was doing. */
export function closeThread() {
  open?.list.close();
  open = null;
}
