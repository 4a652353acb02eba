/** What the guide shows on the phones: which one the step is on and which button to press. */

import { findButton } from "./film_steps.js";
import { keyboardOf } from "./keys.js";
import { wait } from "./film_acts.js";
import { say } from "./words.js";

const PRESS_MS = 700;

export class Stage {
  #phone = null;
  #mark = null;
  #shown = null;

  /** `views` is a Map of person id to PhoneView; `bring(phone)` makes that phone visible on the page. */
  constructor({ store, views, bring }) {
    Object.assign(this, { store, views, bring });
  }

  /** Brings the phone and chat of `step` into view, and marks its button if it has one. */
  turnTo(step) {
    const act = step.do;
    const person = step.phone ?? act?.as ?? act?.by ?? null;
    this.#phone = person;
    this.#mark = step.highlight ?? (act?.kind === "tap" ? { phone: act.as, label: act.label } : null);
    this.#shown = null;
    if (this.views.has(person)) {
      this.bring(person);
      const chat = act?.chat ?? act?.group;
      if (this.store.phone(person).chats.includes(chat)) this.views.get(person).open(chat);
    }
    this.refresh();
  }

  clear(phone) {
    this.#phone = phone;
    this.#mark = null;
    this.refresh();
  }

  refresh() {
    for (const [id, view] of this.views) {
      view.node.classList.toggle("spot", id === this.#phone);
      view.caption.dataset.here = id === this.#phone ? say("here") : "";
      view.node.querySelectorAll(".pulse").forEach((node) => node.classList.remove("pulse"));
    }
    if (this.#mark) this.#pulse();
  }

  #pulse() {
    const { phone, label } = this.#mark;
    const found = findButton(this.store, phone, label, keyboardOf);
    if (!found) return;
    const node = this.#node(phone, found, false);
    if (!node) return;
    node.classList.add("pulse");
    if (this.#shown === found.message?.id) return;
    this.#shown = found.message?.id;
    if (found.message) this.views.get(phone).log.revealNode(node);
  }

  /** Shows `found` being pressed on `phone` for a moment. */
  async press(phone, found) {
    this.bring(phone);
    const node = this.#node(phone, found, true);
    if (!node) return;
    if (found.message) this.views.get(phone).log.revealNode(node);
    node.classList.add("pulse");
    await wait(PRESS_MS);
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
