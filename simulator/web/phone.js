/** One person's phone: header, chat tabs, pinned bar, messages, foot, toasts. */

import { ChatLog } from "./chat_log.js";
import { Composer } from "./composer.js";
import { tellLoudly } from "./dialogs.js";
import { el, icon, iconButton } from "./dom.js";
import { keyboardOf } from "./keys.js";
import { menu } from "./menu.js";
import { oneLine } from "./message.js";
import { say } from "./words.js";

const TOAST_MS = 4000;

export class PhoneView {
  /** `onUnread()` is called when this phone's unread counts changed; `onScreen()` says whether it can be seen. */
  constructor({ store, api, session, phone, onUnread, onScreen }) {
    Object.assign(this, { store, api, session, phone, onUnread, onScreen });
    this.caption = el("h2", { class: "owner", id: `owner-${phone.id}` }, el("b", { text: phone.name }), el("span", { text: phone.title ?? "" }));
    this.tabs = el("div", { class: "chat-tabs", role: "tablist", aria: { label: say("chats") } });
    this.tabs.addEventListener("keydown", (event) => this.#steerTabs(event));
    this.screen = el("div", { class: "screen", role: "tabpanel", id: `screen-${phone.id}` });
    this.toasts = el("div", { class: "toasts", role: "status" });
    this.top = el("div", { class: "chat-top" });
    this.node = el("section", { class: "phone", data: { phone: phone.id }, aria: { labelledby: `owner-${phone.id}` } },
      this.caption, el("div", { class: "device" }, this.top, this.screen));
    this.redraw();
  }

  get chat() {
    return this.store.chat(this.session.activeChat(this.phone));
  }

  /** Draws the open chat from the store anew. */
  redraw() {
    this.phone = this.store.phone(this.phone.id);
    const { chat, phone } = this;
    this.log = new ChatLog({ chat, phone, acts: this.#acts(), unfolded: this.session.unfolded, onRead: () => this.read() });
    this.pin = el("div", { class: "pin-holder" });
    this.foot = el("div", { class: "foot" });
    this.composer = null;
    this.log.node.append(this.toasts);
    this.screen.replaceChildren(this.pin, this.log.node, this.foot);
    this.#drawTop();
    this.#drawPin();
    this.#drawFoot();
    this.#drawTabs();
  }

  /** Follows a change of a chat's frame (pin, members, block, keyboard): the messages stay where they are. */
  refresh() {
    this.#drawTop();
    this.#drawPin();
    this.#drawFoot();
  }

  open(chatId) {
    if (this.chat.id === chatId) return;
    this.session.openChat(this.phone, chatId);
    this.redraw();
    this.read();
  }

  /** A message came or changed in `chat`, one of this phone's chats. */
  update(chat, message, isNew) {
    const shown = chat.id === this.chat.id;
    if (isNew && message.from !== this.phone.id && !(shown && this.onScreen() && this.log.atEnd)) this.session.addUnread(this.phone.id, chat.id);
    if (shown) this.log.update(message);
    if (shown && chat.pinned === message.id) this.#drawPin();
    if (shown && message.from === this.phone.id && isNew) this.#drawFoot();
    this.#drawTabs();
  }

  read() {
    if (!this.onScreen() || !this.log?.atEnd) return;
    if (!this.session.unread(this.phone.id, this.chat.id)) return;
    this.session.read(this.phone.id, this.chat.id);
    this.#drawTabs();
  }

  unread() {
    return this.phone.chats.reduce((sum, chat) => sum + this.session.unread(this.phone.id, chat), 0);
  }

  toast(text) {
    const node = el("div", { class: "toast", text });
    this.toasts.append(node);
    setTimeout(() => node.remove(), TOAST_MS);
  }

  alert(text) {
    return tellLoudly(text);
  }

  typing(on) {
    const status = this.top.querySelector(".status");
    if (status) status.textContent = on ? say("typing") : this.#status();
  }

  /** Runs one act on this phone and shows the simulator's refusal. */
  act = async (work) => {
    try {
      return await work();
    } catch (fault) {
      this.toast(say("failed", { reason: fault.message }));
      return null;
    }
  };

  #acts() {
    return {
      tap: (button, message, node) => this.#tap(button, message, node),
      reply: (message) => this.composer?.reply(message),
      edit: (message) => this.composer?.edit(message),
      jump: (id) => this.log.jump(id),
      notice: (words) => this.toast(words),
    };
  }

  async #tap(button, message, node) {
    if (button.kind === "copy") return this.#copy(button.data);
    node.classList.add("pressed");
    node.setAttribute("aria-busy", "true");
    const answer = await this.act(() => this.api.tap(this.phone.id, this.chat.id, message.id, button.data));
    node.classList.remove("pressed");
    node.removeAttribute("aria-busy");
    if (answer?.url) window.open(answer.url, "_blank", "noopener");
  }

  async #copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.toast(say("copied"));
    } catch {
      await tellLoudly(say("copyThis"), text);
    }
  }

  /** One chat has a head with its name; several are tabs, whose chosen one is the name. */
  #drawTop() {
    const focused = this.top.contains(document.activeElement) && document.activeElement.dataset.menu === "more";
    const alone = this.phone.chats.length < 2;
    const more = menu(iconButton("more", say("more"), { data: { menu: "more" } }), () => this.#moreItems(), "end");
    const status = el("span", { class: "status", text: this.#status() });
    this.tabs.hidden = alone;
    this.top.replaceChildren(...(alone ? this.#head(status) : [this.tabs, status]), more);
    if (focused) more.querySelector("button").focus();
  }

  #head(status) {
    const title = this.#title(this.chat);
    return [el("span", { class: "avatar", text: [...title][0], aria: { hidden: "true" } }), el("div", { class: "chat-name" }, el("b", { text: title }), status)];
  }

  #title(chat) {
    return chat.type === "private" ? this.store.state.bot.name : chat.title;
  }

  /** Beside tabs there is no room for what goes without saying. */
  #status() {
    if (this.chat.type !== "private") return say("members", { n: this.chat.members.length });
    if (this.chat.blocked) return say("blockedStatus");
    return this.phone.chats.length < 2 ? say("bot") : "";
  }

  #moreItems() {
    const { id: as } = this.phone;
    const { chat } = this;
    if (chat.type === "private") {
      const blocked = Boolean(chat.blocked);
      return [{ icon: "block", label: say(blocked ? "unblock" : "block"), data: { act: "block" }, act: () => this.act(() => this.api.block(as, !blocked)) }];
    }
    const inside = hasBot(chat);
    return [{ icon: "group", label: say(inside ? "removeBot" : "addBot"), data: { act: "group-bot" }, act: () => this.act(() => this.api.groupBot(chat.id, as, !inside)) }];
  }

  #drawPin() {
    const pinned = this.chat.messages.find((message) => message.id === this.chat.pinned);
    if (!pinned) return this.pin.replaceChildren();
    const text = oneLine(pinned);
    this.pin.replaceChildren(el("button", { type: "button", class: "pin", data: { pinned: pinned.id }, aria: { label: say("pinnedJump", { text }) },
      on: { click: () => this.log.jump(pinned.id) } }, icon("pin"), el("span", { class: "pin-text" }, el("b", { text: say("pinned") }), el("span", { text }))));
  }

  #drawFoot() {
    const { chat, phone } = this;
    const kind = this.#footKind();
    if (kind === "write" && this.composer?.chat === chat) return this.composer.showKeyboard(keyboardOf(chat, phone.id));
    this.composer = null;
    if (kind !== "write") return this.foot.replaceChildren(this.#gate(kind));
    const { api, session, act } = this;
    this.composer = new Composer({ chat, phone, api, session, act, keyboard: keyboardOf(chat, phone.id) });
    this.foot.replaceChildren(this.composer.node);
  }

  #footKind() {
    const { chat } = this;
    if (chat.type !== "private") return "write";
    if (chat.blocked) return "unblock";
    return chat.messages.length ? "write" : "start";
  }

  #gate(kind) {
    const { id } = this.phone;
    const acts = { unblock: () => this.api.block(id, false), start: () => this.api.say(id, this.chat.id, "/start") };
    return el("div", { class: "gate" }, kind === "unblock" && el("p", { text: say("blockedNote") }),
      el("button", { type: "button", class: "primary", text: say(kind), data: { act: kind }, on: { click: () => this.act(acts[kind]) } }));
  }

  #drawTabs() {
    const chats = this.store.chatsOf(this.phone.id);
    const count = this.session.unread(this.phone.id, this.chat.id);
    const focused = this.tabs.contains(document.activeElement);
    this.tabs.replaceChildren(...chats.map((chat) => this.#tab(chat)));
    if (focused) this.tabs.querySelector("[aria-selected=true]").focus();
    this.log.showUnread(count);
    this.onUnread();
  }

  #tab(chat) {
    const selected = chat.id === this.chat.id;
    const count = this.session.unread(this.phone.id, chat.id);
    const badge = count > 0 && el("span", { class: "badge", aria: { label: say("unread", { n: count }) }, text: String(count) });
    return el("button", { type: "button", role: "tab", class: "chat-tab", tabindex: selected ? 0 : -1, data: { chatTab: chat.id },
      aria: { selected: String(selected), controls: this.screen.id }, on: { click: () => this.open(chat.id) } },
    el("span", { text: this.#title(chat) }), badge);
  }

  #steerTabs(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const ids = this.phone.chats;
    this.open(ids.at((ids.indexOf(this.chat.id) + step + ids.length) % ids.length));
    this.tabs.querySelector("[aria-selected=true]").focus();
  }
}

const hasBot = (chat) => chat.members.includes("bot");
