/** A message's formatting as nodes: only known tags survive, everything else is kept as its bare text. */

import { el } from "./dom.js";
import { say } from "./words.js";

const PLAIN = { B: "b", STRONG: "b", I: "i", EM: "i", U: "u", INS: "u", S: "s", DEL: "s", STRIKE: "s", CODE: "code", PRE: "pre" };
const LINK_SCHEMES = new Set(["http:", "https:", "tg:", "mailto:", "tel:"]);

/**
 * Parses `html` apart from the page and returns a fragment made anew from the whitelist.
 * `open` is a Set of keys of blocks that the reader has unfolded; it is read and written.
 */
export function safeHtml(html, open, key) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const state = { open, key, blocks: 0 };
  const fragment = document.createDocumentFragment();
  fragment.append(...children(parsed.body, state));
  return fragment;
}

function children(node, state) {
  return [...node.childNodes].flatMap((child) => convert(child, state));
}

function convert(node, state) {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const tag = node.tagName;
  if (tag === "SCRIPT" || tag === "STYLE" || tag === "TEMPLATE") return [];
  if (tag === "BR") return [document.createTextNode("\n")];
  if (tag in PLAIN) return [el(PLAIN[tag], {}, children(node, state))];
  if (tag === "A") return [link(node, state)];
  if (tag === "BLOCKQUOTE") return [quote(node, state)];
  if (tag === "TG-SPOILER" || node.classList.contains("tg-spoiler")) return [spoiler(node, state)];
  return children(node, state);
}

function link(node, state) {
  const href = safeHref(node.getAttribute("href"));
  if (href === null) return el("span", {}, children(node, state));
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, children(node, state));
}

/** The address when its scheme is harmless, else null. */
export function safeHref(address) {
  if (!address || !URL.canParse(address)) return null;
  return LINK_SCHEMES.has(new URL(address).protocol) ? address : null;
}

function quote(node, state) {
  const content = el("div", { class: "quote-text" }, children(node, state));
  const block = el("blockquote", {}, content);
  if (!node.hasAttribute("expandable")) return block;
  block.classList.add("expandable");
  foldable(block, state, `${state.key}/${state.blocks++}`);
  return block;
}

function foldable(block, state, key) {
  const toggle = el("button", { type: "button", class: "fold" });
  const show = () => {
    const open = state.open.has(key);
    block.classList.toggle("open", open);
    toggle.textContent = say(open ? "collapse" : "expand");
    toggle.setAttribute("aria-expanded", String(open));
  };
  toggle.addEventListener("click", () => {
    if (!state.open.delete(key)) state.open.add(key);
    show();
  });
  show();
  block.append(toggle);
}

function spoiler(node, state) {
  const hidden = el("span", { class: "spoiler-text" }, children(node, state));
  const cover = el("button", { type: "button", class: "spoiler", aria: { label: say("spoiler") } });
  cover.addEventListener("click", () => cover.replaceWith(hidden));
  cover.textContent = "•".repeat(Math.min(12, node.textContent.length));
  return cover;
}
