/** Small lists of choices that open from a button: arrows move, Escape closes, leaving closes. */

import { el, icon } from "./dom.js";

/**
 * Puts `button` and its folded list into one node. `items()` is asked at each opening and gives
 * `[{icon?, label, detail?, data?, act}]`; an item without `act` is a plain note.
 */
export function menu(button, items, extra = "") {
  const list = el("div", { class: `menu ${extra}`, hidden: true });
  const holder = el("div", { class: "menu-holder" }, button, list);
  button.setAttribute("aria-expanded", "false");
  const close = () => {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
  };
  const open = () => {
    list.replaceChildren(...items().map((item) => entry(item, close)));
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    list.querySelector("button")?.focus();
  };
  button.addEventListener("click", () => (list.hidden ? open() : close()));
  holder.addEventListener("focusout", (event) => {
    if (!holder.contains(event.relatedTarget)) close();
  });
  holder.addEventListener("keydown", (event) => steer(event, list, button, close));
  return holder;
}

function entry({ icon: picture, label, detail, data, act }, close) {
  const inside = [picture && icon(picture), el("span", { class: "menu-label", text: label }), detail && el("span", { class: "menu-detail", text: detail })];
  if (!act) return el("p", { class: "menu-note" }, inside);
  return el("button", { type: "button", class: "menu-item", data, on: { click: () => { close(); act(); } } }, inside);
}

function steer(event, list, button, close) {
  if (list.hidden) return;
  if (event.key === "Escape") {
    event.stopPropagation();
    close();
    button.focus();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const choices = [...list.querySelectorAll("button")];
  const at = choices.indexOf(document.activeElement);
  choices.at((at + step + choices.length) % choices.length)?.focus();
}
