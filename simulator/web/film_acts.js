/** Doing a step of the film in the visitor's stead, through the same control API. */

import { findButton } from "./film_steps.js";
import { keyboardOf } from "./keys.js";
import { wait } from "./pace.js";
import { pick } from "./words.js";

const PATIENCE_MS = 8000;
const LOOK_MS = 60;
const FOLLOW_MS = 150;
const CHANGE_MS = 1500;
const SKIP_MS = 1500;

/** Asks `ask` again and again until it answers something true; null when `patience` has passed. */
export async function eventually(ask, stillWanted = () => true, patience = PATIENCE_MS) {
  const end = performance.now() + patience;
  while (performance.now() < end && stillWanted()) {
    const answer = ask();
    if (answer) return answer;
    await wait(LOOK_MS);
  }
  return null;
}

/** No such button on the phone, however long one waits. */
export class NoButton extends Error {}

/** Somebody else goes on with the film. */
export class GivenUp extends Error {}

/** Words in the language that the person's phone is set to: the bot answers in that one. */
export function wordsFor(store, person, words) {
  const first = Array.isArray(words) ? words[0] : words;
  return pick(first, store.phone(person)?.language_code?.toLowerCase().startsWith("en") ? "en" : "zh");
}

/** A button's words as they are told to somebody: what may vary is left out. */
export const labelFor = (store, act) => wordsFor(store, act.as, act.label).replace(/\{rest\}/g, "").replace(/\{\w+\}/g, "…");

const privateChat = (store, person) => store.chatsOf(person).find((chat) => chat.type === "private").id;

const onPhone = (store, act) => (act.kind === "tap" ? findButton(store, act, keyboardOf) : null);

/** One step's acts in their order; remembers what could be pressed from the beginning, to find where one stands. */
export class Acts {
  constructor(store, api, list) {
    Object.assign(this, { store, api, list });
    this.seen = list.map((act) => onPhone(store, act) !== null);
  }

  /** The place of the next act: the first button that has come up since the beginning, else the first act. */
  #next() {
    return Math.max(0, this.#fresh(0));
  }

  /** The act that a visitor does next with own hands: the clock's only where there is nothing else. */
  due() {
    const next = this.#next();
    return this.list.slice(next).find((act) => act.kind !== "clock") ?? this.list[next];
  }

  #fresh(from) {
    return this.list.findIndex((act, at) => at >= from && !this.seen[at] && onPhone(this.store, act) !== null);
  }

  /**
   * Performs what is left; `pressing(act, found)` is told of a button just before it is pressed, `wanted()` says
   * whether to go on. A button that does not come is passed over when a later one is there.
   */
  async perform(pressing, wanted) {
    for (let at = this.#next(); at < this.list.length; at += 1) {
      if (!wanted()) throw new GivenUp();
      const act = this.list[at];
      if (act.kind !== "tap") await this.#does(act);
      else at = await this.#taps(at, pressing, wanted);
    }
  }

  #does(act) {
    const { store, api } = this;
    const chat = act.as === undefined ? null : act.chat ?? privateChat(store, act.as);
    switch (act.kind) {
      case "clock": return this.#movesClock(act);
      case "say": return api.say(act.as, chat, wordsFor(store, act.as, act.text));
      case "photo": return api.samplePhoto(act.as, chat);
      case "place": return api.place(act.as, chat, act.lat, act.lon);
      case "group_add": return api.groupBot(act.group, act.by, true);
      default: throw new Error(`unknown act ${act.kind}`);
    }
  }

  async #movesClock({ kind, ...move }) {
    await this.api.clock(move);
    await wait(FOLLOW_MS);
  }

  /** Answers the place of the act that was done, a later one when this one's button never came. */
  async #taps(at, pressing, wanted) {
    const { store } = this;
    const early = performance.now() + SKIP_MS;
    const later = () => (performance.now() < early ? -1 : this.#fresh(at + 1));
    const place = await eventually(() => (onPhone(store, this.list[at]) ? { at } : later() > 0 && { at: later() }), wanted);
    if (!wanted()) throw new GivenUp();
    if (!place) throw new NoButton(labelFor(store, this.list[at]));
    const act = this.list[place.at];
    await pressing(act, onPhone(store, act));
    await this.#press(act, onPhone(store, act), () => this.list.some((one, then) => then > place.at && onPhone(store, one)));
    return place.at;
  }

  /** Presses; while `stale()` says that a later act would press what is still shown, waits for the message to change. */
  async #press(act, found, stale) {
    if (!found) throw new NoButton(labelFor(this.store, act));
    const { chat, message, button } = found;
    if (message === null) return this.api.say(act.as, chat.id, button.label);
    if (button.kind !== "callback") throw new NoButton(button.label);
    await this.api.tap(act.as, chat.id, message.id, button.data);
    return eventually(() => !stale() || !chat.messages.includes(message), undefined, CHANGE_MS);
  }
}
