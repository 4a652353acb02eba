/** Building elements without ever parsing HTML: text goes in as text. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes an element. `props`: class, text, data {}, aria {}, on {event: handler}; booleans toggle an attribute,
 * null and undefined leave it out, everything else becomes an attribute.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) setProp(node, key, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setProp(node, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key === "class") node.className = value;
  else if (key === "text") node.textContent = value;
  else if (key === "data") Object.entries(value).forEach(([name, data]) => { node.dataset[name] = data; });
  else if (key === "aria") Object.entries(value).forEach(([name, data]) => node.setAttribute(`aria-${name}`, data));
  else if (key === "on") Object.entries(value).forEach(([name, handler]) => node.addEventListener(name, handler));
  else node.setAttribute(key, value === true ? "" : value);
}

const PATHS = {
  attach: "M8 12.5 14.2 6.3a3 3 0 0 1 4.3 4.2l-8.2 8.2a5 5 0 0 1-7-7L11 4",
  send: "M3 11.5 21 3l-6 18-3.5-7.5zM11.5 13.5 21 3",
  slash: "M4 4h16v16H4zM14.5 8l-5 8",
  keyboard: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8",
  more: "M12 5h.01M12 12h.01M12 19h.01",
  pin: "M9 3h6l-1 6 4 4H6l4-4zM12 13v8",
  down: "M6 9l6 6 6-6",
  up: "M6 15l6-6 6 6",
  close: "M6 6l12 12M18 6 6 18",
  reply: "M10 7 4 12l6 5v-3c6 0 8 2 10 5 0-6-3-9-10-9z",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  play: "M8 5l11 7-11 7z",
  pause: "M8 5v14M16 5v14",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  place: "M12 21s-6-6.5-6-11a6 6 0 0 1 12 0c0 4.5-6 11-6 11zM12 8v.01",
  photo: "M4 6h16v12H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01",
  voice: "M9 4h6v9H9zM6 11a6 6 0 0 0 12 0M12 17v4",
  film: "M4 5h16v14H4zM8 5v14M16 5v14M4 10h4M4 14h4M16 10h4M16 14h4",
  link: "M9 15 20 4M13 4h7v7M18 14v6H4V6h6",
  check: "M5 13l4 4L19 7",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 6l12 12",
  group: "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 19c0-3 3-5 6-5s6 2 6 5M16 6a3 3 0 0 1 0 5M17 14c2 .5 4 2 4 5",
  sticker: "M12 3a9 9 0 1 0 9 9h-6a3 3 0 0 1-3-3zM12 3c5 0 9 4 9 9",
};

/** A line drawing that inherits the text's colour; decoration only, the button beside it carries the name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows only an icon; its name is spoken and shown as a tip. */
export function iconButton(name, label, props = {}) {
  const { aria = {}, class: extra = "", ...rest } = props;
  return el("button", { type: "button", class: `icon-button ${extra}`, title: label, aria: { label, ...aria }, ...rest },
    icon(name));
}
