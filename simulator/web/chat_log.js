/** The scrolled list of one chat's messages on one phone. */

import { el, iconButton } from "./dom.js";
import { messageRow } from "./message.js";
import { dayKey, shortDay } from "./trade_time.js";
import { say } from "./words.js";

const NEAR_END = 48;

export class ChatLog {
  /** `acts` as for messageRow; `onRead()` is called when the newest message comes into view. */
  constructor({ chat, phone, acts, unfolded, onRead }) {
    Object.assign(this, { chat, phone, acts, unfolded, onRead, atEnd: true, lastDay: null });
    this.list = el("div", { class: "messages", role: "log", aria: { live: "polite", label: say("messages", { name: phone.name, chat: chat.title ?? say("bot") }) } });
    this.scroller = el("div", { class: "scroller", tabindex: "0", data: { chat: chat.id } }, this.list);
    this.count = el("span", { class: "badge", hidden: true });
    this.down = iconButton("down", say("toBottom"), { class: "to-end", hidden: true, on: { click: () => this.toEnd(true) } });
    this.down.append(this.count);
    this.node = el("div", { class: "log" }, this.scroller, this.down);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#settle()).observe(this.list);
    new ResizeObserver(() => this.#settle()).observe(this.scroller);
    this.redraw();
  }

  redraw() {
    this.lastDay = null;
    this.list.replaceChildren();
    if (!this.chat.messages.length) this.list.append(el("p", { class: "empty", text: say("empty") }));
    this.chat.messages.forEach((message) => this.#append(message));
    this.toEnd(false);
  }

  /** Shows a new or changed message; the list stays at its end if it was there. */
  update(message) {
    const old = this.row(message.id);
    if (old) return this.#replace(old, message);
    this.list.querySelector(".empty")?.remove();
    this.#append(message).classList.add("arriving");
    if (message.from === this.phone.id) this.atEnd = true;
    this.#settle();
  }

  row(id) {
    return this.list.querySelector(`[data-message="${CSS.escape(String(id))}"]`);
  }

  /** Brings a message into view and marks it for a moment. */
  jump(id) {
    const row = this.row(id);
    if (!row) return;
    this.#reveal(row);
    flash(row, "found");
  }

  /** Scrolls within this list alone, so that the page never moves. */
  #reveal(row) {
    const top = row.offsetTop - Math.max(16, (this.scroller.clientHeight - row.offsetHeight) / 2);
    this.scroller.scrollTo({ top, behavior: calm() ? "auto" : "smooth" });
  }

  revealNode(node) {
    const box = node.getBoundingClientRect();
    const view = this.scroller.getBoundingClientRect();
    if (box.top >= view.top && box.bottom <= view.bottom) return;
    const top = this.scroller.scrollTop + box.top - view.top - view.height / 2 + box.height / 2;
    this.scroller.scrollTo({ top, behavior: calm() ? "auto" : "smooth" });
  }

  toEnd(smooth) {
    this.atEnd = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth && !calm() ? "smooth" : "auto" });
  }

  showUnread(count) {
    this.count.textContent = String(count);
    this.count.hidden = count === 0;
    this.down.setAttribute("aria-label", count ? `${say("toBottom")}, ${say("unread", { n: count })}` : say("toBottom"));
  }

  #append(message) {
    const day = dayKey(message.date);
    if (day !== this.lastDay) this.list.append(el("div", { class: "day" }, el("time", { datetime: day, text: shortDay(message.date) })));
    this.lastDay = day;
    const row = this.#draw(message);
    this.list.append(row);
    return row;
  }

  #draw(message) {
    return messageRow(this.chat, message, this.phone.id, this.acts, this.unfolded);
  }

  #replace(old, message) {
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.button : undefined;
    const row = this.#draw(message);
    old.replaceWith(row);
    if (focused !== undefined) (buttonNamed(row, focused) ?? row.querySelector("[data-button]") ?? this.scroller).focus({ preventScroll: true });
    flash(row, "changed");
    this.#settle();
  }

  #settle() {
    if (this.atEnd && this.scroller.clientHeight) this.toEnd(false);
    this.#scrolled();
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    if (!clientHeight) return;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    this.down.hidden = this.atEnd;
    if (this.atEnd) this.onRead();
  }
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const buttonNamed = (row, label) => [...row.querySelectorAll("[data-button]")].find((node) => node.dataset.button === label);

function flash(row, name) {
  row.classList.add(name);
  setTimeout(() => row.classList.remove(name), 1600);
}
