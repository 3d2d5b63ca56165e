// Builds elements. Text only ever becomes text nodes, so a stranger's words can never become markup.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  home: "M4 11.5 12 5l8 6.5M6.5 10v9h11v-9M10 19v-5h4v5",
  hash: "M10 4 8 20M16 4l-2 16M5 9h15M4 15h15",
  lock: "M7 11h10v8H7zM9 11V8a3 3 0 0 1 6 0v3",
  thread: "M5 6h14v9h-7l-4 4v-4H5z",
  close: "M6 6l12 12M18 6 6 18",
  back: "M14 6l-6 6 6 6",
  menu: "M5 7h14M5 12h14M5 17h14",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  down: "M7 10l5 5 5-5",
  send: "M5 12h13M12 6l6 6-6 6",
  edit: "M5 19h4L19 9l-4-4L5 15zM13 7l4 4",
  bin: "M5 7h14M10 7V5h4v2M7 7l1 13h8l1-13",
  heart: "M12 19s-7-4.4-7-9.4A3.6 3.6 0 0 1 12 8a3.6 3.6 0 0 1 7 1.6C19 14.6 12 19 12 19z",
  reply: "M10 7 5 12l5 5M5 12h8a6 6 0 0 1 6 6",
  repeat: "M7 7h9a3 3 0 0 1 3 3v2M17 17H8a3 3 0 0 1-3-3v-2M9 4 6 7l3 3M15 14l3 3-3 3",
  globe: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M4 12h16M12 4c5 5 5 11 0 16-5-5-5-11 0-16",
  pulse: "M4 12h4l2-6 4 12 2-6h4",
  dial: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4l3 2",
  eye: "M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5",
  search: "M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12M15.5 15.5 20 20",
  check: "M5 12.5l4.5 4.5L19 7.5",
  warning: "M12 5 3.5 19h17zM12 10v4M12 16.5h.01",
  quote: "M5 6h14v12H5zM9 10h6M9 14h4",
  shield: "M12 4l7 3v5c0 4-3 7-7 8-4-1-7-4-7-8V7z",
  keyboard: "M4 7h16v10H4zM7 10h.01M10 10h.01M13 10h.01M16 10h.01M8 14h8",
  star: "M12 4.5l2.3 4.8 5.2.7-3.8 3.6.9 5.2-4.6-2.5-4.6 2.5.9-5.2L4.5 10l5.2-.7z",
  thumb: "M8 11v8H5v-8zM8 11l3.5-6.5c1.3 0 2 .8 2 2V10h4.5l-1.5 9H8",
  play: "M8 5.5v13l10.5-6.5z",
  clip: "M18.5 11.5 11 19a4.3 4.3 0 0 1-6-6l8-8a3 3 0 0 1 4.2 4.2l-7.7 7.7a1.5 1.5 0 0 1-2.1-2.1l7-7",
  copy: "M9 9h10v10H9zM15 9V5H5v10h4",
  bolt: "M13 4 6 13h5l-1 7 7-9h-5z",
};

/**
 * An element with properties and children.
 * `properties`: `class`, `on` ({event: listener}), `data` ({name: value}), `style` ({"--name": value}); anything else is
 * an attribute (true = present, false/null/undefined = absent). Children: nodes, strings, nested lists; empty ones are left out.
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) set(element, name, value);
  add(element, children);
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") element.className = value;
  else if (name === "on")
    for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  else if (name === "data") Object.assign(element.dataset, value);
  else if (name === "style") for (const [key, entry] of Object.entries(value)) element.style.setProperty(key, entry);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** Adds children to an element: nodes as they are, everything else as text. */
export function add(element, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

/** Replaces everything inside an element. */
export function fill(element, ...children) {
  element.replaceChildren();
  return add(element, children);
}

/** A line icon of 24 × 24, hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows only an icon; `label` is what it is called. */
export function iconButton(name, label, listener, extra = {}) {
  return make(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click: listener }, ...extra },
    icon(name),
  );
}

/** Says something to people who cannot see the change. */
export function announce(text) {
  const region = document.getElementById("spoken");
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}
