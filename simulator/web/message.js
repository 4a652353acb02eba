/** One message as a row of the chat: bubble, quote, media, buttons, reactions, time. */

import { el, icon, iconButton } from "./dom.js";
import { mediaNode } from "./media.js";
import { safeHref, safeHtml } from "./safe_html.js";
import { clockTime } from "./trade_time.js";
import { say } from "./words.js";

/**
 * Draws `message` as `viewer` (a person's id) sees it in `chat`.
 * `acts`: tap(button, message, node), reply(message), edit(message), jump(messageId), notice(words); `open` is the Set
 * of unfolded quotes.
 */
export function messageRow(chat, message, viewer, acts, open) {
  if (message.service) return serviceRow(message);
  const own = message.from === viewer;
  const row = el("article", { class: `message ${own ? "own" : "other"}`, data: { message: message.id, from: message.from },
    aria: { label: say("messageFrom", { name: own ? say("you") : message.from_name, time: clockTime(message.date) }) } });
  const bubble = el("div", { class: `bubble ${message.media ? `has-${message.media.kind}` : ""}` });
  if (chat.type !== "private" && !own) bubble.append(sender(message));
  if (message.reply_to) bubble.append(quoted(message.reply_to, acts));
  if (message.media) bubble.append(mediaNode(message.media, acts.notice));
  if (message.html) bubble.append(el("div", { class: "text" }, safeHtml(message.html, open, `${chat.id}/${message.id}`)));
  bubble.append(meta(message));
  if (message.reactions?.length) bubble.append(reactions(message.reactions));
  bubble.addEventListener("click", () => pickRow(row));
  row.append(el("div", { class: "line" }, bubble, tools(message, own, acts)));
  if (message.buttons?.length) row.append(keyboard(message, acts));
  return row;
}

/** A touch on a bubble shows its tools, where there is no pointer to hover with. */
function pickRow(row) {
  const had = row.classList.contains("picked");
  row.parentElement.querySelectorAll(".picked").forEach((one) => one.classList.remove("picked"));
  row.classList.toggle("picked", !had && matchMedia("(hover: none)").matches);
}

function serviceRow(message) {
  return el("div", { class: "service", data: { message: message.id } }, el("span", { text: message.service }));
}

function sender(message) {
  const colour = message.from === "bot" ? 0 : (Number(message.from) % 5) + 1;
  return el("div", { class: `sender sender-${colour}`, text: message.from_name });
}

function quoted(reply, acts) {
  return el("button", { type: "button", class: "quoted", on: { click: () => acts.jump(reply.id) } },
    el("span", { text: reply.text }));
}

function meta(message) {
  return el("div", { class: "meta" }, message.edited && el("span", { class: "edited", text: say("edited") }),
    el("time", { datetime: message.date, text: clockTime(message.date) }));
}

function reactions(list) {
  return el("div", { class: "reactions", role: "img", aria: { label: say("reactions", { list: list.join(" ") }) } },
    list.map((emoji) => el("span", { text: emoji })));
}

function tools(message, own, acts) {
  const name = own ? say("you") : message.from_name;
  const editable = own && message.text && !message.media;
  return el("div", { class: "tools" },
    iconButton("reply", say("replyTo", { name }), { on: { click: () => acts.reply(message) } }),
    editable && iconButton("edit", say("edit"), { on: { click: () => acts.edit(message) } }));
}

function keyboard(message, acts) {
  const rows = message.buttons.map((row) => el("div", { class: "button-row" }, row.map((button) => inlineButton(button, message, acts))));
  return el("div", { class: "inline-keyboard" }, rows);
}

const MARKS = { url: "link", copy: "file" };
const SPOKEN = { url: "linkButton", copy: "copyButton" };

function inlineButton(button, message, acts) {
  const shared = { class: "inline-button", data: { button: button.label, kind: button.kind } };
  if (button.kind in SPOKEN) shared.aria = { label: say(SPOKEN[button.kind], { label: button.label }) };
  const inside = [el("span", { text: button.label }), button.kind in MARKS && icon(MARKS[button.kind])];
  const href = button.kind === "url" ? safeHref(button.data) : null;
  if (href) return el("a", { ...shared, href, target: "_blank", rel: "noopener noreferrer" }, inside);
  const node = el("button", { type: "button", ...shared }, inside);
  node.addEventListener("click", () => acts.tap(button, message, node));
  return node;
}

/** One line of plain words for a pinned bar, a reply bar or a quote. */
export function oneLine(message) {
  if (message.service) return message.service;
  const text = message.text?.replace(/\s+/g, " ").trim();
  return text || { photo: say("photo"), voice: say("voice"), document: message.media?.name, location: say("placeName") }[message.media?.kind] || "";
}
