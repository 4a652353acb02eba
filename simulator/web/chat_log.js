/** The scrolled list of one chat's messages on one phone. */

import { el, iconButton } from "./dom.js";
import { messageRow } from "./message.js";
import { dayKey, shortDay } from "./trade_time.js";
import { say } from "./words.js";

const NEAR_END = 48;
const ABOVE = 10;
const BELOW = 46;
const GLIDE_MS = 700;

export class ChatLog {
  /** `acts` as for messageRow; `onRead()` is called when the newest message comes into view. */
  constructor({ chat, phone, acts, unfolded, onRead }) {
    Object.assign(this, { chat, phone, acts, unfolded, onRead, atEnd: true, top: 0, gliding: 0, lastDay: null });
    this.list = el("div", { class: "messages", role: "log", aria: { live: "polite", label: say("messages", { name: phone.name, chat: chat.type === "private" ? say("bot") : chat.title }) } });
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
    this.reveal(row);
    flash(row, "found");
  }

  /** Brings `node` into view by scrolling this list alone, so that the page never moves: all of it, or its beginning. */
  reveal(node) {
    const box = node.getBoundingClientRect();
    const view = this.scroller.getBoundingClientRect();
    const above = box.top - view.top - ABOVE;
    const below = box.bottom - view.bottom + (this.atEnd ? 0 : BELOW);
    if (above >= 0 && below <= 0) return;
    const by = above < 0 ? above : Math.min(above, below);
    const top = this.scroller.scrollTop + by;
    this.atEnd = this.#near(top);
    this.gliding = performance.now() + GLIDE_MS;
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
    if (message.from === "bot") flash(row, "changed");
    this.#settle();
  }

  #settle() {
    if (this.atEnd && this.scroller.clientHeight) this.toEnd(false);
    this.#showEnd();
  }

  #near(top) {
    return this.scroller.scrollHeight - top - this.scroller.clientHeight < NEAR_END;
  }

  /** A hand leaves the end only by scrolling up, not by what grows at it, and reaches it only by scrolling down. */
  #scrolled() {
    const { scrollTop, clientHeight } = this.scroller;
    if (!clientHeight) return;
    const near = this.#near(scrollTop);
    const upward = scrollTop < this.top - 1;
    if (near !== upward && performance.now() > this.gliding) this.atEnd = near;
    this.top = scrollTop;
    this.#showEnd();
  }

  #showEnd() {
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
