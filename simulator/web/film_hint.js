/** What a visitor does with own hands in a step: the buttons, words and photos in their order. */

import { el } from "./dom.js";
import { labelFor, wordsFor } from "./film_acts.js";
import { say } from "./words.js";

const TOLD = {
  tap: (store, act) => labelFor(store, act),
  say: (store, act) => wordsFor(store, act.as, act.text),
  photo: () => say("samplePhoto"),
  place: () => say("placeName"),
  group_add: () => say("addBot"),
};

/** A line with the acts of `step`, or null when it is only the clock that moves. */
export function filmHint(store, step) {
  const told = counted(step.do.filter((act) => act.kind in TOLD).map((act) => ({ by: act.as ?? act.by, words: TOLD[act.kind](store, act), typed: act.kind === "say" })));
  if (!told.length) return step.do.length ? el("p", { class: "film-hint" }, say("clockMoves")) : null;
  let by = step.phone;
  const parts = told.flatMap((one, at) => {
    const whose = one.by === by ? null : el("span", { text: say("by", { name: store.phone(one.by)?.name ?? "" }) });
    by = one.by;
    return [at > 0 && el("span", { class: "film-then", text: "→", aria: { hidden: "true" } }), whose,
      el(one.typed ? "q" : "kbd", { text: one.words }), one.times > 1 && el("span", { text: `× ${one.times}` })];
  });
  return el("p", { class: "film-hint" }, el("span", { text: say(told[0].typed ? "typeThis" : "pressThis") }), parts);
}

/** The same act several times in a row is told once. */
function counted(list) {
  const out = [];
  for (const one of list) {
    const last = out.at(-1);
    if (last && last.words === one.words && last.by === one.by) last.times += 1;
    else out.push({ ...one, times: 1 });
  }
  return out;
}
