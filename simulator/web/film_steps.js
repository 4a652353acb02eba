/** What a step of the film asks for and whether it has come true, judged by what the phones show. */

import { wordings } from "./words.js";

const PLACEHOLDER = /\{\w+\}/;

/** The words a message shows, its buttons included. */
function shownWords(message) {
  const buttons = (message.buttons ?? []).flat().map((button) => button.label);
  return [message.text, message.service, message.media?.name, ...buttons].filter(Boolean).join("\n");
}

const signature = ({ chat, message }) => `${chat.id}/${message.id}/${shownWords(message)}`;

const literally = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Words whose `{placeholders}` stand for anything; `whole`: nothing may stand around them. */
function pattern(words, whole) {
  const inside = words.split(PLACEHOLDER).map(literally).join("[^]*?");
  return new RegExp(whole ? `^${inside}$` : inside);
}

const patterns = (words, whole) => wordings(words).map((one) => pattern(one, whole));

function matches(store, until) {
  if (!store.phone(until.phone)) return [];
  const wanted = patterns(until.text, false);
  return store.visible(until.phone).filter(({ message }) => wanted.some((one) => one.test(shownWords(message))));
}

/**
 * Remembers what already shows the words of `until`, so that only something new completes the step. `met()` answers
 * the oldest message that is new or changed as `{chat, message}`, or null.
 */
export function expectation(store, until) {
  const before = new Set(matches(store, until).map(signature));
  return { met: () => matches(store, until).findLast((shown) => !before.has(signature(shown))) ?? null };
}

/**
 * The first button for the act `{as, label, chat?}` that bears one of the wordings: inline ones from the newest message
 * back (of that chat alone, where one is named), then keys. Answers `{chat, message, button}` (message null for a key, whose `button` is `{label}`), or null.
 */
export function findButton(store, { as: phone, label, chat: only }, keyboardOf) {
  if (!store.phone(phone)) return null;
  const wanted = patterns(label, true);
  const fits = (button) => wanted.some((one) => one.test(button.label));
  for (const { chat, message } of store.visible(phone)) {
    const button = only === undefined || chat.id === only ? (message.buttons ?? []).flat().find(fits) : null;
    if (button) return { chat, message, button };
  }
  for (const chat of store.chatsOf(phone)) {
    const key = (keyboardOf(chat, phone)?.rows ?? []).flat().find((words) => fits({ label: words }));
    if (key) return { chat, message: null, button: { label: key } };
  }
  return null;
}
