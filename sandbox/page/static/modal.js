// The open modal: draws its view, keeps what is typed, submits, goes back and closes.

import { get } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { add, announce, fill, icon, iconButton, make } from "./dom.js";
import { focusKept } from "./focus.js";
import { textNodes } from "./mrkdwn.js";
import { whenReleased } from "./pointer.js";
import { act, mine } from "./session.js";
import { loadOptions, pressed, stateFrom, warningIn } from "./surface.js";

const PAUSE = 200;

let dialog = null;
let view = null;
let typed = {};
let warnings = new Map();
let trouble = null;
let unsent = new Map();
let timer = 0;
let sending = Promise.resolve();

/** Asks for the present person's topmost view and shows it, or closes what was open. */
export async function refreshModal() {
  const { modal } = await get(mine("modal"));
  if (!modal) {
    close();
    return;
  }
  const isSame = view?.id === modal.id;
  if (!isSame) {
    typed = {};
    unsent = new Map();
    warnings = new Map();
    trouble = null;
  }
  typed = merged(modal.typed ?? {}, isSame);
  const unchanged = isSame && drawnOf(modal) === drawnOf(view);
  view = modal;
  if (!unchanged || !dialog) paint(isSame);
}

/** All of a view that its drawing depends on; what is typed is in the fields already. */
function drawnOf(one) {
  return JSON.stringify({ ...one, typed: null, state: null });
}

/** What the sandbox holds, with what is typed here and not yet told to it on top. */
function merged(told, isSame) {
  const both = structuredClone(told);
  if (!isSame) return both;
  for (const [, { block_id: block, action_id: action, state }] of unsent)
    both[block] = { ...both[block], [action]: state };
  return both;
}

function close() {
  dialog?.close();
  dialog?.remove();
  dialog = view = null;
}

/** Draws what went wrong, as soon as nothing is pressed. */
async function repaint() {
  await whenReleased();
  if (dialog) paint(true);
}

function paint(isSame) {
  if (!dialog) open();
  const body = dialog.querySelector(".modal-body");
  const scroll = isSame ? (body?.scrollTop ?? 0) : 0;
  const focus = focusKept(dialog);
  fill(dialog, head(), make("form", { class: "modal-form", novalidate: true, on: { submit } }, content(), foot()));
  dialog.querySelector(".modal-body").scrollTop = scroll;
  if (isSame) focus();
  else
    (
      dialog.querySelector("[autofocus]") ??
      dialog.querySelector(".modal-body .field-box, .modal-body .select-field, .modal-body button") ??
      dialog
    ).focus();
  dialog.querySelector(".invalid")?.scrollIntoView({ block: "nearest" });
}

function open() {
  dialog = make("dialog", { class: "modal", "aria-labelledby": "modal-title" });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dismissAll();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function head() {
  const back = view.previous_view_id
    ? iconButton("back", "Back", dismiss)
    : make("span", { class: "modal-mark", "aria-hidden": "true" }, icon("bolt"));
  return make(
    "header",
    { class: "modal-head" },
    back,
    make("h2", { id: "modal-title" }, textNodes(view.title)),
    iconButton("close", "Close", dismissAll),
  );
}

function content() {
  const body = make("div", { class: "modal-body" });
  if (trouble) body.append(make("p", { class: "failed trouble", role: "alert" }, icon("warning"), trouble));
  return add(body, drawBlocks(view.blocks, surface));
}

function foot() {
  const submitting =
    view.submit ??
    (view.blocks.some((block) => block.type === "input") ? { type: "plain_text", text: "Submit" } : null);
  return make(
    "footer",
    { class: "modal-foot" },
    make(
      "button",
      { type: "button", class: "button", on: { click: dismiss } },
      view.close ? textNodes(view.close) : submitting ? "Cancel" : "Close",
    ),
    submitting
      ? make("button", { type: "submit", class: "button primary", id: "modal-submit" }, textNodes(submitting))
      : null,
  );
}

const surface = {
  kind: "modal",
  stateOf: (blockId, actionId) => typed[blockId]?.[actionId],
  errorOf: (blockId) => view.errors?.[blockId] ?? null,
  warningOf: (blockId, element) => warnings.get(`${blockId}/${element.action_id}`) ?? null,
  keep(blockId, element, answer) {
    const state = stateFrom(element, answer);
    typed[blockId] = { ...typed[blockId], [element.action_id]: state };
    unsent.set(`${blockId}/${element.action_id}`, { ...pressed(blockId, element, answer), state });
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE);
  },
  async load(blockId, element, query) {
    await flush();
    return loadOptions({ block_id: blockId, action_id: element.action_id, query, view: true });
  },
  async attach(blockId, element, name, content) {
    await flush();
    const where = { block_id: blockId, action_id: element.action_id };
    const outcome = await act("attach", { ...where, name, content }).catch(refused);
    await refreshModal();
    return warningIn(outcome) ?? `${name} is attached.`;
  },
  async act(blockId, element, answer) {
    await flush();
    const outcome = await act("press", pressed(blockId, element, answer)).catch(refused);
    const name = `${blockId}/${element.action_id}`;
    const warning = warningIn(outcome);
    if (warning) warnings.set(name, warning);
    else warnings.delete(name);
    if (warning) await repaint();
    await refreshModal();
  },
};

/** Tells the sandbox what was typed, in the order in which it was typed. */
function flush() {
  clearTimeout(timer);
  const batch = [...unsent.entries()];
  sending = sending.then(async () => {
    if (!batch.length) return;
    await act("fill", { fills: batch.map(([, fillIn]) => ({ ...fillIn, state: undefined })) }).catch(() => {});
    for (const [name, fillIn] of batch) if (unsent.get(name) === fillIn) unsent.delete(name);
  });
  return sending;
}

async function submit(event) {
  event.preventDefault();
  const button = dialog.querySelector("#modal-submit");
  if (!button || button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  await flush();
  const outcome = await act("submit").catch(refused);
  trouble = warningIn(outcome);
  if (trouble) announce(trouble);
  button.removeAttribute("aria-busy");
  if (trouble) await repaint();
  await refreshModal();
}

async function dismiss() {
  await flush();
  await act("dismiss").catch(refused);
  await refreshModal();
}

async function dismissAll() {
  await flush();
  await act("dismiss", { all: true }).catch(refused);
  await refreshModal();
}

function refused(refusal) {
  return { acknowledged: false, warning: refusal.message };
}
