// The knowledge base in the middle of the page: its articles, and an editor's hands, which take them off and put them back.

import { get, post } from "./api.js";
import { announce, fill, icon, make } from "./dom.js";

let open = null;

/** Shows the articles. */
export async function openArticles(host) {
  open = {
    articles: make("div", { class: "posts" }),
    trouble: make("p", { class: "failed", role: "alert", hidden: true }),
    drawn: "",
  };
  fill(
    host,
    make(
      "header",
      { class: "view-head" },
      make("h1", {}, make("span", {}, "Knowledge base")),
      make("p", { class: "topic" }, "Its articles, each in its languages. Let one vanish and see what the desk does."),
    ),
    make(
      "div",
      { class: "x-scroll", tabindex: "0", "aria-label": "Articles of the knowledge base" },
      make("div", { class: "x-column" }, open.trouble, open.articles),
    ),
  );
  await refreshArticles();
}

/** Draws the articles again after an editor did something. */
export async function refreshArticles() {
  if (!open?.articles.isConnected) return;
  const { articles } = await get("kitsune/articles");
  const signature = JSON.stringify(articles);
  if (signature === open.drawn) return;
  open.drawn = signature;
  const focused = open.articles.contains(document.activeElement)
    ? document.activeElement.closest("[data-article]")?.dataset.article
    : null;
  fill(open.articles, articles.map(draw));
  if (focused) open.articles.querySelector(`[data-article="${CSS.escape(focused)}"] button`)?.focus();
}

function draw(article) {
  const [does, label, sign] = article.visible
    ? ["vanish", "Let it vanish", "bin"]
    : ["bring_back", "Bring it back", "repeat"];
  return make(
    "article",
    { class: "post", data: { article: article.slug }, "aria-label": article.title },
    make(
      "div",
      { class: "post-main" },
      make(
        "header",
        { class: "post-head" },
        make("strong", {}, article.title),
        article.locales.map((locale) => make("span", { class: "tag" }, locale)),
        article.visible ? null : make("span", { class: "edited" }, "(vanished)"),
      ),
      make("p", { class: "post-text", dir: "auto" }, article.summary),
      make(
        "footer",
        { class: "post-actions" },
        make(
          "button",
          { type: "button", class: "post-action", on: { click: () => act(does, article) } },
          icon(sign),
          make("span", {}, label),
        ),
      ),
    ),
  );
}

async function act(does, article) {
  try {
    await post(`kitsune/${does}`, { slug: article.slug });
    refuse("");
  } catch (refusal) {
    announce(refusal.message);
    refuse(refusal.message);
  }
}

function refuse(text) {
  fill(open.trouble, text);
  open.trouble.hidden = !text;
}
