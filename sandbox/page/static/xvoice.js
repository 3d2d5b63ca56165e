// In whose name one acts on the X side: a brand's account, one's own, or a customer.

import { get } from "./api.js";
import { icon, make } from "./dom.js";
import { openMenu } from "./menu.js";
import { faceOnX } from "./people.js";
import { me, session } from "./session.js";
import { badge } from "./xpost.js";

let people = { accounts: [], members: [], customers: [] };

/** Asks who is on X: brand accounts, members' own accounts, and the customers who posted last. */
export async function refreshVoices() {
  people = await get("x/people");
}

function everybody() {
  return [...people.accounts, ...people.members, ...people.customers];
}

function storageKey(kind) {
  return `voice-${kind}-${session.person}`;
}

/** The handle one acts as; `kind` is "answer" (a brand's account at first) or "write" (a customer at first). */
export function voice(kind) {
  const chosen = sessionStorage.getItem(storageKey(kind));
  if (chosen) return chosen;
  if (kind === "answer") return "FirefoxSupport";
  if (people.customers.length) speakAs(kind, people.customers[0].handle);
  return people.customers[0]?.handle ?? me().x_handle;
}

/** Acts as somebody else from now on. */
export function speakAs(kind, handle) {
  sessionStorage.setItem(storageKey(kind), handle.replace(/^@/, ""));
}

/** Somebody on X by handle, or a placeholder for who has not been there yet. */
export function userOf(handle) {
  return (
    everybody().find((one) => one.handle.toLowerCase() === handle.toLowerCase()) ?? {
      handle,
      name: handle,
      verified_type: "none",
      kind: "customer",
    }
  );
}

/** The brand's account that a text names, the locale's before support before the brand; null when it names none. */
export function accountNamed(handles) {
  const named = people.accounts.filter((account) =>
    handles.some((handle) => handle.toLowerCase() === account.handle.toLowerCase()),
  );
  return named.sort((one, other) => rank(one) - rank(other))[0]?.handle ?? null;
}

function rank(account) {
  return { FirefoxSupport: 1, Firefox: 2 }[account.handle] ?? 0;
}

function entry(user, note) {
  return make(
    "span",
    { class: "who-entry" },
    faceOnX(user),
    make(
      "span",
      { class: "who-words" },
      make("strong", {}, user.name, badge(user)),
      make("small", {}, `@${user.handle}${note ? ` · ${note}` : ""}`),
    ),
  );
}

/** A button that says in whose name one acts and changes it; `changed(handle)` follows. */
export function voiceSwitch(kind, changed) {
  const button = make("button", { type: "button", class: "voice", "aria-haspopup": "menu" });
  const paint = () => {
    const user = userOf(voice(kind));
    button.setAttribute("aria-label", `Acting as @${user.handle}. Choose another account`);
    button.replaceChildren(faceOnX(user), make("span", {}, `@${user.handle}`), icon("down"));
  };
  const choose = (handle) => {
    speakAs(kind, handle);
    paint();
    changed(handle);
  };
  button.addEventListener("click", () => openMenu(button, { label: "In whose name", items: items(kind, choose) }));
  paint();
  return { button, paint };
}

function items(kind, choose) {
  const own = me().x_handle ? [userOf(me().x_handle)] : [];
  const accounts = people.accounts.map((user) => [user, "brand account"]);
  const customers = people.customers
    .slice(0, 12)
    .map((user) => [user, user.followers >= 10_000 ? `${user.followers.toLocaleString("en")} followers` : "customer"]);
  const rest = own.map((user) => [user, "your own"]);
  const order = kind === "answer" ? [...accounts, ...rest, ...customers] : [...customers, ...rest, ...accounts];
  const chosen = voice(kind).toLowerCase();
  const rows = order.map(([user, note]) => ({
    content: entry(user, note),
    name: user.handle,
    checked: user.handle.toLowerCase() === chosen,
    choose: () => choose(user.handle),
  }));
  rows.push({ content: [icon("edit"), "Somebody new…"], name: "Somebody new", choose: () => askForHandle(choose) });
  return rows;
}

function askForHandle(choose) {
  const field = make("input", {
    class: "field-box",
    name: "handle",
    maxlength: "15",
    pattern: "@?[A-Za-z0-9_]{1,15}",
    required: true,
    autocomplete: "off",
    "aria-label": "Handle",
    placeholder: "curious_cat",
  });
  const dialog = make(
    "dialog",
    { class: "confirm", "aria-label": "Somebody new on X" },
    make(
      "form",
      { method: "dialog" },
      make("h2", {}, "Somebody new on X"),
      make("p", {}, "Letters, digits and underscores, 15 at most. They join with their first post."),
      field,
      make(
        "div",
        { class: "confirm-foot" },
        make("button", { class: "button", value: "", formnovalidate: true }, "Cancel"),
        make("button", { class: "button primary", value: "yes" }, "Write as them"),
      ),
    ),
  );
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "yes" && field.value) choose(field.value.replace(/^@/, ""));
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  field.focus();
}
