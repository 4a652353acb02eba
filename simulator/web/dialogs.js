/** Questions asked on top of the page: numbers to fill in, alerts of the bot, text to copy. */

import { el } from "./dom.js";
import { say } from "./words.js";

/**
 * Asks for numbers. `fields`: `[{name, label, value, min, max, step}]`. Resolves to `{name: number}`, or null when
 * the asked one thinks better of it.
 */
export function askNumbers(title, fields) {
  const inputs = fields.map(({ name, value, min, max, step }) => el("input", { type: "number", name, value, min, max, step, required: true }));
  const rows = fields.map(({ label }, at) => el("label", {}, el("span", { text: label }), inputs[at]));
  const read = () => Object.fromEntries(inputs.map((input) => [input.name, input.valueAsNumber]));
  return show(title, rows, say("send"), true).then((sent) => (sent ? read() : null));
}

/** Shows words that must be acknowledged; resolves when they are. */
export const tellLoudly = (words, selectable = null) =>
  show(words, selectable ? [el("textarea", { readonly: true, rows: 4, aria: { label: words } }, selectable)] : [], say("ok"), false);

function show(title, rows, yes, cancellable) {
  const heading = el("h2", { text: title, id: "dialog-title" });
  const cancel = el("button", { type: "button", class: "plain", text: say("cancel"), on: { click: () => dialog.close() } });
  const buttons = el("div", { class: "dialog-buttons" }, cancellable && cancel, el("button", { type: "submit", class: "primary", text: yes }));
  const form = el("form", { method: "dialog" }, heading, rows, buttons);
  const dialog = el("dialog", { aria: { labelledby: "dialog-title" } }, form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    let sent = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      sent = true;
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(sent);
    });
    dialog.showModal();
  });
}
