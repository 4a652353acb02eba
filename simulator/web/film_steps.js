/** What a step of the film asks for and whether it has come true, judged by what the phones show. */

import { wordings } from "./words.js";

/** The words a message shows, its buttons included. */
function shownWords(message) {
  const buttons = (message.buttons ?? []).flat().map((button) => button.label);
  return [message.text, message.service, message.media?.name, ...buttons].filter(Boolean).join("\n");
}

const signature = ({ chat, message }) => `${chat.id}/${message.id}/${shownWords(message)}`;

function matches(store, until) {
  if (!store.phone(until.phone)) return [];
  const wanted = wordings(until.text);
  return store.visible(until.phone).filter(({ message }) => wanted.some((words) => shownWords(message).includes(words)));
}

/** Remembers what already shows the words of `until`, so that only something new completes the step. */
export function expectation(store, until) {
  if (!until) return { met: () => false };
  const before = new Set(matches(store, until).map(signature));
  return { met: () => matches(store, until).some((shown) => !before.has(signature(shown))) };
}

/**
 * The first button whose label contains one of the wordings: inline ones from the newest message back, then keys.
 * Answers `{chat, message, button}` (message null for a key, whose `button` is `{label}`), or null.
 */
export function findButton(store, phone, label, keyboardOf) {
  if (!store.phone(phone)) return null;
  const wanted = wordings(label);
  const fits = (button) => wanted.some((words) => button.label.includes(words));
  for (const { chat, message } of store.visible(phone)) {
    const button = (message.buttons ?? []).flat().find(fits);
    if (button) return { chat, message, button };
  }
  for (const chat of store.chatsOf(phone)) {
    const key = (keyboardOf(chat, phone)?.rows ?? []).flat().find((words) => fits({ label: words }));
    if (key) return { chat, message: null, button: { label: key } };
  }
  return null;
}
