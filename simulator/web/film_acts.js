/** Doing a step of the film in the visitor's stead, through the same control API. */

import { findButton } from "./film_steps.js";
import { keyboardOf } from "./keys.js";
import { pick } from "./words.js";

const PATIENCE_MS = 8000;
const LOOK_MS = 200;

export const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks `ask` again and again until it answers something true; null when `PATIENCE_MS` have passed. */
export async function eventually(ask, stillWanted = () => true) {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end && stillWanted()) {
    const answer = ask();
    if (answer) return answer;
    await wait(LOOK_MS);
  }
  return null;
}

/** No such button on the phone, however long one waits. */
export class NoButton extends Error {}

/** Words in the language that the person's phone is set to: the bot answers in that one. */
export function wordsFor(store, person, words) {
  return pick(words, store.phone(person)?.language_code?.toLowerCase().startsWith("en") ? "en" : "zh");
}

const privateChat = (store, person) => store.chatsOf(person).find((chat) => chat.type === "private").id;

/** Performs `act` (the `do` of a step); `pressing(found)` is told of a button just before it is pressed. */
export async function perform(store, api, act, pressing) {
  const chat = act.as === undefined ? null : act.chat ?? privateChat(store, act.as);
  switch (act.kind) {
    case "clock": {
      const { kind, ...move } = act;
      return api.clock(move);
    }
    case "say": return api.say(act.as, chat, wordsFor(store, act.as, act.text));
    case "photo": return api.samplePhoto(act.as, chat);
    case "place": return api.place(act.as, chat, act.lat, act.lon);
    case "group_add": return api.groupBot(act.group, act.by, true);
    case "tap": return tap(store, api, act, pressing);
    default: throw new Error(`unknown act ${act.kind}`);
  }
}

async function tap(store, api, act, pressing) {
  const found = await eventually(() => findButton(store, act.as, act.label, keyboardOf));
  if (!found) throw new NoButton(wordsFor(store, act.as, act.label));
  await pressing(found);
  const { chat, message, button } = found;
  if (message === null) return api.say(act.as, chat.id, button.label);
  if (button.kind !== "callback") throw new NoButton(button.label);
  return api.tap(act.as, chat.id, message.id, button.data);
}
