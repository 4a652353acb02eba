/** The bar on top: the trade's clock and its moves, the page's language, the guide's switch. */

import { el } from "./dom.js";
import { adoptOffset, clockTime, shortDay } from "./trade_time.js";
import { say } from "./words.js";

const MOVES = [
  { key: "morning", move: { to_time: "07:30" } },
  { key: "evening", move: { to_time: "17:30" } },
  { key: "quarter", move: { minutes: 15 } },
  { key: "nextDay", move: { next_working_day: true, to_time: "07:30" } },
];

export class ClockBar {
  /** `failed(fault)` shows a refusal; `onLanguage()` switches the page; `filmButton` is the guide's switch or null. */
  constructor({ store, api, failed, onLanguage, filmButton }) {
    Object.assign(this, { store, api, failed });
    this.face = el("time", { class: "clock-time", data: { clock: "" } });
    this.day = el("span", { class: "clock-day" });
    this.run = el("button", { type: "button", class: "plain", data: { clockMove: "run" }, on: { click: () => this.#move({ run: !this.#running() }) } });
    const moves = MOVES.map(({ key, move }) => el("button", { type: "button", class: "plain", text: say(key), data: { clockMove: key }, on: { click: () => this.#move(move) } }));
    const languageButton = el("button", { type: "button", class: "plain language", text: say("language"), aria: { label: say("languageLabel") }, data: { language: "" }, on: { click: onLanguage } });
    this.node = el("header", { class: "top" }, el("div", { class: "clock", role: "group", aria: { label: say("now") } }, this.face, this.day),
      el("div", { class: "moves", role: "group", aria: { label: say("clock") } }, moves, this.run), el("div", { class: "top-end" }, filmButton, languageButton));
    this.heard();
    this.timer = setInterval(() => this.#tick(), 1000);
  }

  /** Takes the clock of the store, which was just told. */
  heard() {
    const { now } = this.store.state;
    adoptOffset(now);
    this.from = { instant: Date.parse(now), at: performance.now() };
    const running = this.#running();
    this.run.textContent = say(running ? "running" : "still");
    this.run.title = say(running ? "stopClock" : "runClock");
    this.run.setAttribute("aria-pressed", String(running));
    this.#tick();
  }

  stop() {
    clearInterval(this.timer);
  }

  /** Marks the button that makes `act`'s move, none for null. */
  mark(act) {
    const { kind, ...move } = act ?? {};
    const wanted = MOVES.find((one) => same(one.move, move))?.key;
    for (const node of this.node.querySelectorAll("[data-clock-move]")) node.classList.toggle("pulse", node.dataset.clockMove === wanted);
  }

  #running() {
    return this.store.state.clock === "running";
  }

  #tick() {
    const passed = this.#running() ? performance.now() - this.from.at : 0;
    const instant = this.from.instant + passed;
    const shown = clockTime(instant);
    if (this.face.textContent !== shown) this.face.textContent = shown;
    this.face.dateTime = new Date(instant).toISOString();
    this.face.dataset.clock = `${this.face.dateTime}`;
    this.day.textContent = shortDay(instant);
  }

  async #move(move) {
    try {
      await this.api.clock(move);
    } catch (fault) {
      this.failed(fault);
    }
  }
}

/** A film's `not_before` is this bar's `to_time`. */
function same(mine, wanted) {
  return mine.to_time === (wanted.to_time ?? wanted.not_before) && mine.minutes === wanted.minutes && mine.next_working_day === wanted.next_working_day;
}
