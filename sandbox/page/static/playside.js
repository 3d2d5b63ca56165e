// The Play Store in the middle of the page: the brand's apps, what people say of them, and a place to review one.

import { get } from "./api.js";
import { fill, make } from "./dom.js";
import { emptyState } from "./empty.js";
import { drawReview, starsOf } from "./playreview.js";
import { ReviewWriter } from "./playwriter.js";

const PAGE = 30;
const CHOICES = [
  { only: "", name: "All" },
  { only: "unanswered", name: "Unanswered" },
  { only: "answered", name: "Answered" },
];

let open = null;

/** Shows the reviews. */
export async function openPlay(host) {
  const { apps, limit } = await get("play/apps");
  open = {
    apps: make("div", { class: "play-apps", role: "group", "aria-label": "Which app" }),
    reviews: make("div", { class: "posts" }),
    trouble: make("p", { class: "failed", role: "alert", hidden: true }),
    app: "",
    only: "",
    search: "",
    limit: PAGE,
    longest: limit,
    drawn: "",
  };
  open.writer = new ReviewWriter(apps, () => refreshPlay());
  fill(
    host,
    make(
      "header",
      { class: "view-head" },
      make("h1", {}, make("span", {}, "Google Play")),
      make(
        "p",
        { class: "topic" },
        "What the store shows. Review an app as a customer and watch the desk get to work.",
      ),
    ),
    make(
      "div",
      { class: "x-scroll", tabindex: "0", "aria-label": "Reviews on Google Play" },
      make("div", { class: "x-column" }, open.apps, open.writer.root, filters(), open.trouble, open.reviews),
    ),
  );
  await refreshPlay();
}

/** Draws the reviews again after something happened in the store. */
export async function refreshPlay() {
  if (!open?.reviews.isConnected) return;
  const asked = { app: open.app, only: open.only, search: open.search, limit: open.limit };
  const [{ apps }, { reviews, more }] = await Promise.all([get("play/apps"), get("play/reviews", asked)]);
  const signature = JSON.stringify([apps, reviews, more, open.app]);
  if (signature === open.drawn) return;
  open.drawn = signature;
  paintApps(apps);
  paintReviews(reviews, more);
}

function paintApps(apps) {
  const focused = open.apps.contains(document.activeElement) ? document.activeElement.dataset.app : null;
  fill(
    open.apps,
    apps.map((app) =>
      make(
        "button",
        {
          type: "button",
          class: "play-app",
          "aria-pressed": String(open.app === app.package),
          data: { app: app.package },
          on: { click: () => chooseApp(app.package) },
        },
        make("strong", {}, app.name),
        app.average === null
          ? make("span", { class: "play-sum" }, "No reviews yet")
          : make(
              "span",
              { class: "play-sum" },
              make("span", { class: "play-average" }, app.average.toFixed(1)),
              starsOf(Math.round(app.average), `${app.average.toFixed(1)} stars on average`),
              `${app.reviews.toLocaleString("en")} ${app.reviews === 1 ? "review" : "reviews"}`,
            ),
      ),
    ),
  );
  if (focused !== null) open.apps.querySelector(`[data-app="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function paintReviews(reviews, more) {
  const setting = { limit: open.longest, trouble: refuse };
  const focused = open.reviews.contains(document.activeElement)
    ? document.activeElement.closest("[data-review]")?.dataset.review
    : null;
  fill(
    open.reviews,
    reviews.map((review) => drawReview(review, setting)),
    more ? make("button", { type: "button", class: "older", on: { click: showMore } }, "Show older reviews") : null,
  );
  if (!reviews.length)
    fill(
      open.reviews,
      emptyState(
        "star",
        "Nothing here yet",
        open.search || open.only || open.app
          ? "No review fits. Try another filter."
          : "Be the first: give some stars above and say why.",
      ),
    );
  if (focused)
    open.reviews.querySelector(`[data-review="${CSS.escape(focused)}"] button`)?.focus({ preventScroll: true });
}

function refuse(text) {
  fill(open.trouble, text);
  open.trouble.hidden = !text;
}

/** Shows one app's reviews, or all again; what is written next is about the chosen one. */
function chooseApp(app) {
  if (open.app !== app) open.writer.app.value = app;
  choose({ app: open.app === app ? "" : app });
}

function choose(change) {
  Object.assign(open, change);
  return refreshPlay();
}

function showMore() {
  choose({ limit: open.limit + PAGE });
}

function filters() {
  const search = make("input", {
    type: "search",
    class: "field-box",
    placeholder: "Search reviews",
    "aria-label": "Search reviews",
  });
  search.addEventListener("input", () => choose({ search: search.value }));
  const buttons = CHOICES.map(({ only, name }) =>
    make("button", { type: "button", class: "pill", "aria-pressed": String(only === ""), data: { only } }, name),
  );
  for (const button of buttons) {
    button.addEventListener("click", () => {
      for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
      choose({ only: button.dataset.only });
    });
  }
  return make(
    "div",
    { class: "x-filters" },
    make("div", { class: "pills", role: "group", "aria-label": "Which reviews" }, buttons),
    search,
  );
}
