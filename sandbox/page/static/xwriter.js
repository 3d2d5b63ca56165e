// Where one writes on X by hand, in somebody's name.

import { post as send } from "./api.js";
import { announce, fill, icon, make } from "./dom.js";
import { LIMIT, weightedLength } from "./xlength.js";
import { voice, voiceSwitch } from "./xvoice.js";

export class Writer {
  /**
   * `kind` as in `voice()`; `inReplyTo` is the post answered, or null; `text` what stands there already;
   * `posted(id)` follows, `changed()` when one acts as somebody else.
   */
  constructor({ kind, inReplyTo = null, replyTo = null, text = "", posted = () => {}, changed = () => {} }) {
    Object.assign(this, { kind, inReplyTo, posted });
    this.switch = voiceSwitch(kind, changed);
    this.field = make("textarea", {
      class: "writer-field",
      rows: "3",
      dir: "auto",
      "aria-label": inReplyTo ? "Your reply" : "A new post",
    });
    this.field.value = text;
    this.left = make("span", { class: "letters", "aria-live": "off" });
    this.button = make("button", { type: "submit", class: "button primary" }, inReplyTo ? "Reply" : "Post");
    this.trouble = make("p", { class: "failed", role: "alert", hidden: true });
    this.to = make(
      "p",
      { class: "post-to", hidden: !replyTo },
      "Replying to ",
      make("span", { class: "at" }, `@${replyTo ?? ""}`),
    );
    this.root = make(
      "form",
      { class: "writer", on: { submit: (event) => this.send(event) } },
      make("div", { class: "writer-as" }, make("span", {}, "As"), this.switch.button),
      this.to,
      this.field,
      this.trouble,
      make("div", { class: "writer-foot" }, this.left, this.button),
    );
    this.field.addEventListener("input", () => this.count());
    this.field.addEventListener(
      "keydown",
      (event) => (event.ctrlKey || event.metaKey) && event.key === "Enter" && this.send(event),
    );
    this.paint();
  }

  /** Draws again what depends on who acts. */
  paint() {
    this.switch.paint();
    this.field.placeholder = this.inReplyTo
      ? `Reply as @${voice(this.kind)}`
      : `What does @${voice(this.kind)} say in public?`;
    this.count();
  }

  count() {
    const left = LIMIT - weightedLength(this.field.value);
    this.left.textContent = String(left);
    this.left.classList.toggle("over", left < 0);
    this.button.disabled = !this.field.value.trim();
  }

  /** Answers another post from now on. */
  answer(post) {
    this.inReplyTo = post.id;
    this.to.hidden = false;
    fill(this.to, "Replying to ", make("span", { class: "at" }, `@${post.author.handle}`));
    this.button.textContent = "Reply";
    this.paint();
    this.field.focus();
  }

  async send(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text || this.button.disabled) return;
    this.button.disabled = true;
    this.trouble.hidden = true;
    try {
      const { id } = await send("x/post", { as: voice(this.kind), text, in_reply_to: this.inReplyTo });
      this.field.value = "";
      announce("Posted.");
      this.posted(id);
    } catch (refusal) {
      this.refuse(refusal.message);
    }
    this.count();
  }

  /** Shows why something did not work. */
  refuse(text) {
    fill(this.trouble, icon("warning"), text);
    this.trouble.hidden = false;
  }
}
