// The log of API calls: what the bot asked of Slack and the networks, how it went, how long it took and what it cost.

import { get } from "./api.js";
import { fill, make } from "./dom.js";
import { emptyState } from "./empty.js";
import { clockSeconds } from "./times.js";

const LIMIT = 250;
const NETWORKS = [
  { network: "", name: "All" },
  { network: "slack", name: "Slack" },
  { network: "x", name: "X" },
  { network: "play", name: "Google Play" },
  { network: "kitsune", name: "Knowledge base" },
];

let open = null;

/** Shows the log. */
export async function openCalls(host) {
  open = {
    network: "",
    search: "",
    trouble: false,
    rows: make("tbody"),
    sums: make("dl", { class: "sums" }),
    empty: make("div"),
    drawn: "",
  };
  const names = ["When", "Where", "Method", "Who", "Answer", "Took", "Price"];
  open.table = make(
    "table",
    { class: "calls" },
    make(
      "thead",
      {},
      make(
        "tr",
        {},
        names.map((name) => make("th", { scope: "col" }, name)),
      ),
    ),
    open.rows,
  );
  fill(
    host,
    make(
      "header",
      { class: "view-head" },
      make("h1", {}, make("span", {}, "API calls")),
      make("p", { class: "topic" }, "Everything the bot asks of Slack, X, Google Play and the knowledge base, newest first."),
    ),
    make(
      "div",
      { class: "log-scroll", tabindex: "0", "aria-label": "API calls" },
      open.sums,
      filters(),
      open.table,
      open.empty,
    ),
  );
  await refreshCalls();
}

/** Draws the log again. */
export async function refreshCalls() {
  if (!open?.rows.isConnected) return;
  const { calls, sums } = await get("calls", {
    network: open.network,
    search: open.search,
    trouble: open.trouble ? "1" : "",
    limit: LIMIT,
  });
  const signature = JSON.stringify([calls, sums]);
  if (signature === open.drawn) return;
  open.drawn = signature;
  fill(
    open.sums,
    sum("Calls", sums.calls.toLocaleString("en")),
    sum("Refused for rate", sums.rate_limited),
    sum("Other errors", sums.errors),
    sum("Charged by X", dollars(sums.cost)),
  );
  fill(open.rows, calls.map(row));
  open.table.hidden = calls.length === 0;
  fill(
    open.empty,
    calls.length
      ? null
      : emptyState(
          "pulse",
          "No calls",
          open.network || open.search || open.trouble
            ? "None of the kept calls fits the filter."
            : "As soon as a bot connects, its calls appear here.",
        ),
  );
}

function sum(name, value) {
  return make("div", { class: "sum" }, make("dt", {}, name), make("dd", {}, String(value)));
}

function dollars(amount) {
  return `$${amount.toFixed(amount && amount < 0.1 ? 3 : 2)}`;
}

function row(call) {
  const isBad = call.status >= 400 || Boolean(call.error);
  return make(
    "tr",
    { class: isBad ? "bad" : "" },
    cell("When", make("time", { datetime: call.when }, clockSeconds(new Date(call.when)))),
    cell(
      "Where",
      make(
        "span",
        { class: `tag net-${call.network}` },
        NETWORKS.find((one) => one.network === call.network)?.name ?? call.network,
      ),
    ),
    cell("Method", make("code", {}, call.method)),
    cell("Who", call.who),
    cell(
      "Answer",
      make("span", { class: "status" }, String(call.status)),
      call.error ? make("span", { class: "status-error" }, call.error) : null,
    ),
    cell("Took", `${call.ms < 10 ? call.ms.toFixed(1) : Math.round(call.ms)} ms`),
    cell(call.cost ? "Price" : "Free", call.cost ? dollars(call.cost) : "–"),
  );
}

function cell(name, ...content) {
  return make("td", { data: { name } }, content);
}

function filters() {
  const pills = NETWORKS.map(({ network, name }) =>
    make("button", { type: "button", class: "pill", "aria-pressed": String(network === ""), data: { network } }, name),
  );
  for (const pill of pills) {
    pill.addEventListener("click", () => {
      open.network = pill.dataset.network;
      for (const one of pills) one.setAttribute("aria-pressed", String(one === pill));
      refreshCalls();
    });
  }
  const search = make("input", {
    type: "search",
    class: "field-box",
    placeholder: "Filter by method, account or error",
    "aria-label": "Filter calls",
  });
  search.addEventListener("input", () => {
    open.search = search.value;
    refreshCalls();
  });
  const trouble = make("input", { type: "checkbox" });
  trouble.addEventListener("change", () => {
    open.trouble = trouble.checked;
    refreshCalls();
  });
  return make(
    "div",
    { class: "x-filters" },
    make("div", { class: "pills", role: "group", "aria-label": "Which network" }, pills),
    make("label", { class: "choice" }, trouble, "Only trouble"),
    search,
  );
}
