// Files beside the composer: put into a channel or a thread, and shown with the link that goes elsewhere.

import { announce, icon, iconButton, make } from "./dom.js";
import { act } from "./session.js";
import { base64Of } from "./upload.js";

const UNITS = [
  [1024 * 1024, "MB"],
  [1024, "kB"],
];

/** The clip of a composer; what is chosen is uploaded at once, what is typed stays. */
export function clip(composer) {
  const chooser = make("input", { type: "file", hidden: true, "aria-label": "File to upload" });
  const button = iconButton("clip", "Upload a file", () => chooser.click());
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    if (!file || button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    composer.warn("");
    announce(`Uploading ${file.name}`);
    composer.sent();
    const trouble = await upload(composer, file).catch((refusal) => refusal.message);
    composer.warn(trouble);
    if (!trouble) announce(`${file.name} is uploaded`);
    chooser.value = "";
    button.removeAttribute("aria-busy");
    composer.field.focus();
  });
  return [chooser, button];
}

async function upload({ channel, thread }, file) {
  await act("upload", { channel, thread_ts: thread, name: file.name, content: await base64Of(file) });
  return "";
}

/** The files of a message, each with its link. */
export function filesOf(message) {
  return (message.files ?? []).map((file) =>
    make(
      "div",
      { class: "file" },
      icon("clip"),
      make(
        "a",
        { class: "file-name", href: file.permalink, target: "_blank", rel: "noopener noreferrer" },
        make("strong", {}, file.name),
        make("small", {}, `${file.filetype.toUpperCase()} · ${sizeOf(file.size)}`),
      ),
      copyButton(file),
    ),
  );
}

function copyButton(file) {
  const button = make("button", { type: "button", class: "button" }, icon("copy"), "Copy link to file");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(file.permalink).then(
      () => said(button, "Copied"),
      () => window.prompt("Copy this link", file.permalink),
    );
  });
  return button;
}

function said(button, text) {
  button.lastChild.textContent = text;
  announce(text);
}

function sizeOf(bytes) {
  const [unit, name] = UNITS.find(([size]) => bytes >= size) ?? [1, "bytes"];
  return `${(bytes / unit).toLocaleString("en", { maximumFractionDigits: 1 })} ${name}`;
}
