/** What the guide shows on the phones: which one the step is on and which button to press. */

import { findButton } from "./film_steps.js";
import { keyboardOf } from "./keys.js";
import { linger } from "./pace.js";
import { say } from "./words.js";

const PRESS_MS = 700;
const FAST_PRESS_MS = 120;

export class Stage {
  #phone = null;
  #due = null;
  #mark = null;
  #shown = null;

  /** `views` is a Map of person id to PhoneView, `bar` the clock's; `bring(phone)` makes that phone visible on the page. */
  constructor({ store, views, bar, bring }) {
    Object.assign(this, { store, views, bar, bring, quiet: false });
  }

  /** While the guide is folded away, nothing is marked and no phone is brought. */
  hush(quiet) {
    this.quiet = quiet;
    this.refresh();
  }

  /** Brings the phone and chat of `step` into view, and marks what its next act presses. */
  turnTo(step, due) {
    this.#due = due;
    this.#shown = null;
    this.#turn(step.phone ?? null);
    this.#openChat(step.do[0]);
    this.refresh();
  }

  #turn(phone) {
    this.#phone = phone;
    if (this.views.has(phone) && !this.quiet) this.bring(phone);
  }

  #openChat(act) {
    const chat = act?.chat;
    if (chat && this.store.phone(act.as).chats.includes(chat)) this.views.get(act.as).open(chat);
  }

  /** Brings into view what has come on a phone; `found` as in film_steps. */
  show(phone, { chat, message }) {
    const view = this.views.get(phone);
    if (!view || this.quiet) return;
    view.open(chat.id);
    const row = view.log.row(message.id);
    if (row) view.log.reveal(row);
  }

  clear(phone) {
    this.#phone = phone;
    this.#due = null;
    this.refresh();
  }

  refresh() {
    const spot = this.quiet ? null : this.#phone;
    for (const [id, view] of this.views) {
      view.node.classList.toggle("spot", id === spot);
      view.caption.dataset.here = id === spot ? say("here") : "";
      view.node.querySelectorAll(".pulse").forEach((node) => node.classList.remove("pulse"));
    }
    this.#mark = this.quiet ? null : this.#due?.() ?? null;
    this.bar.mark(this.#mark?.kind === "clock" ? this.#mark : null);
    if (this.#mark?.kind === "tap") this.#pulse(this.#mark);
  }

  #pulse(act) {
    const phone = act.as;
    const found = findButton(this.store, act, keyboardOf);
    if (!found) return;
    const node = this.#node(phone, found, false);
    if (!node) return;
    node.classList.add("pulse");
    if (this.#shown === found.message?.id) return;
    this.#shown = found.message?.id;
    if (found.message) this.views.get(phone).log.reveal(node);
  }

  /** Shows `found` being pressed for a moment. */
  async press({ as: phone }, found, fast = false) {
    if (this.#phone !== phone) this.bring(phone);
    const node = this.#node(phone, found, true);
    if (!node) return;
    if (found.message) this.views.get(phone).log.reveal(node);
    node.classList.add("pulse");
    await linger(fast ? FAST_PRESS_MS : PRESS_MS);
    node.classList.add("pressed");
  }

  #node(phone, { chat, message, button }, open) {
    const view = this.views.get(phone);
    if (view.chat.id !== chat.id) {
      if (!open) return view.tabs.querySelector(`[data-chat-tab="${chat.id}"]`);
      view.open(chat.id);
    }
    const place = message ? view.log.row(message.id) : view.foot;
    return [...(place?.querySelectorAll("[data-button]") ?? [])].find((node) => node.dataset.button === button.label);
  }
}
