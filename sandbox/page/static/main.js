// Puts the page together: shows the place one is at, and repaints what the sandbox says has changed.

import { listen } from "./api.js";
import { openCalls, refreshCalls } from "./calls.js";
import { closeChannel, openChannel, refreshChannel, refreshHead, showMessage } from "./channel.js";
import { beginClock, setClock } from "./clock.js";
import { announce, fill } from "./dom.js";
import { emptyState } from "./empty.js";
import { openHome, refreshHome } from "./home.js";
import { listenForKeys, openHelp, openJump } from "./keys.js";
import { catchLinks } from "./links.js";
import { openArticles, refreshArticles } from "./kbside.js";
import { openMachine, refreshMachine } from "./machine.js";
import { refreshModal } from "./modal.js";
import { known, paintWho, whoSwitch } from "./people.js";
import { act, begin, go, onMove, session } from "./session.js";
import { paintSidebar, refreshChannels, sections } from "./sidebar.js";
import { closeThread, openThread, refreshThread } from "./thread.js";
import { openPlayPane, refreshPlayPane } from "./playpane.js";
import { openPlay, refreshPlay } from "./playside.js";
import { openXPane, refreshXPane } from "./xpane.js";
import { openX, refreshX } from "./xside.js";

const middle = document.getElementById("middle");
const aside = document.getElementById("aside");
const list = document.getElementById("places");
const who = whoSwitch();

const VIEWS = { home: openHome, x: openX, play: openPlay, articles: openArticles, calls: openCalls, machine: openMachine };
const REFRESH_PAUSE = 120;

let stream = null;
let shown = { person: null, view: null, pane: null };
let pending = null;
let repainting = Promise.resolve();
let arriving = Promise.resolve();
const loaded = new Set();

async function start() {
  await begin();
  beginClock();
  document.getElementById("who-place").append(who);
  document.getElementById("menu").addEventListener("click", () => document.body.classList.add("drawer"));
  document.getElementById("shade").addEventListener("click", () => document.body.classList.remove("drawer"));
  list.addEventListener("click", (event) => event.target.closest("a") && document.body.classList.remove("drawer"));
  document.getElementById("help").addEventListener("click", openHelp);
  document.getElementById("jump").addEventListener("click", openJump);
  document.addEventListener(
    "visibilitychange",
    () =>
      document.visibilityState === "visible" &&
      session.place.view === "channel" &&
      take({ channels: [session.place.id] }),
  );
  catchLinks(document.body);
  listenForKeys();
  onMove(() => (arriving = arriving.then(arrive).catch(tellTrouble)));
  await arrive();
}

/** Shows the person and the place that the session says. */
async function arrive() {
  document.body.classList.remove("drawer");
  if (shown.person !== session.person) await becomeShown();
  if (session.place.view === "start") {
    const first = sections().flatMap((section) => section.channels)[0];
    go(first ? { view: "channel", id: first.id } : { view: "home" });
    return;
  }
  paintSidebar(list);
  await Promise.all([showAside(), showMiddle()]);
}

async function becomeShown() {
  const { person } = session;
  shown = { person, view: null, pane: null };
  stream?.close();
  if (!loaded.has(person)) await act("reload");
  loaded.add(person);
  await refreshChannels();
  paintWho(who);
  stream = listen(person, { changed: take, online: isOnline });
  await refreshModal();
}

async function showMiddle() {
  const { view, id } = session.place;
  const key = `${view}/${id ?? ""}`;
  if (shown.view === key) {
    if (view === "channel") await showMessage(shownAt());
    return;
  }
  shown.view = key;
  closeChannel();
  paintTitle();
  middle.dataset.view = view;
  if (view === "channel") await openChannel(middle, id, shownAt());
  else await (VIEWS[view] ?? openHome)(middle);
}

/** The message of the channel that the address points at; a reply stands in its thread, so its parent. */
function shownAt() {
  return session.place.at && (session.place.thread ?? session.place.at);
}

/** The tab's title and the menu's mark: how much is unread elsewhere. */
function paintTitle() {
  const { view, id } = session.place;
  const unread = unreadTotal();
  document.body.classList.toggle("has-unread", unread > 0);
  document.title = `${unread ? `(${unread}) ` : ""}${titleOf(view, id)} · Volley`;
}

function titleOf(view, id) {
  const names = {
    home: "Home",
    x: "X",
    play: "Google Play",
    articles: "Knowledge base",
    calls: "API calls",
    machine: "Clock and faults",
  };
  return names[view] ?? known.channels.find((channel) => channel.id === id)?.name ?? "Volley";
}

async function showAside() {
  const { view, id, thread, at, post, write, profile, to, text, review } = session.place;
  const hasPane = thread || post || write || profile || review;
  const key = hasPane ? JSON.stringify([id, thread, thread && at, post, write, profile, to, text, review]) : null;
  if (shown.pane === key) return;
  shown.pane = key;
  closeThread();
  document.body.classList.toggle("has-aside", key !== null);
  aside.hidden = key === null;
  if (key === null) fill(aside);
  else if (thread && view === "channel") await openThread(aside, id, thread, at);
  else if (review) await openPlayPane(aside, review);
  else await openXPane(aside, { post, write, profile, to, text });
}

/** Collects notices for a moment, so that a burst of changes becomes one repaint; the next waits for it to end. */
function take({ time, ...change }) {
  if (time) setClock(time);
  if (!pending) {
    pending = { channels: new Set() };
    setTimeout(() => (repainting = repainting.then(repaint)), REFRESH_PAUSE);
  }
  for (const id of change.channels ?? []) pending.channels.add(id);
  for (const [name, value] of Object.entries(change)) if (name !== "channels" && value) pending[name] = true;
}

async function repaint() {
  const change = pending;
  pending = null;
  await Promise.allSettled(parts(change));
}

function parts(change) {
  const { view, id } = session.place;
  const isHere = view === "channel" && change.channels.has(id);
  return [
    change.view && refreshModal(),
    change.home && refreshHome(),
    isHere && refreshChannel(id),
    isHere && refreshThread(id),
    change.x && refreshX(),
    change.x && refreshXPane(),
    change.play && refreshPlay(),
    change.play && refreshPlayPane(),
    change.kitsune && refreshArticles(),
    change.log && view === "calls" && refreshCalls(),
    change.log && view === "machine" && refreshMachine(),
    (change.list || change.channels.size > 0) && refreshList(),
  ];
}

async function refreshList() {
  const before = unreadTotal();
  await refreshChannels();
  paintSidebar(list);
  refreshHead();
  paintTitle();
  const now = unreadTotal();
  if (now > before && document.visibilityState === "visible") announce(`${now} unread messages`);
}

function unreadTotal() {
  return known.channels.reduce((sum, channel) => sum + (channel.id === session.place.id ? 0 : channel.unread), 0);
}

function isOnline(online) {
  const bar = document.getElementById("offline");
  const returned = online && !bar.hidden;
  bar.hidden = online;
  if (returned)
    take({
      channels: known.channels.map((channel) => channel.id),
      list: true,
      view: true,
      home: true,
      x: true,
      play: true,
      kitsune: true,
      log: true,
    });
}

/** What went wrong, in the place of what should be seen. */
function tellTrouble(error) {
  fill(middle, emptyState("warning", "The sandbox does not answer", error.message));
}

arriving = start().catch(tellTrouble);
