/** The guide through the film of the day: one step at a time, done by hand or for the visitor. */

import { el, icon } from "./dom.js";
import { Acts, eventually, GivenUp, NoButton } from "./film_acts.js";
import { filmHint } from "./film_hint.js";
import { expectation } from "./film_steps.js";
import { linger } from "./pace.js";
import { pick, say } from "./words.js";

const KEPT_STEP = "phones-film-step";
const SEE_MS = 2200;
const SIGN_MS = 30000;
const READ_MS_PER_SIGN = { zh: 110, en: 40 };

export class Film {
  /**
   * `stage` is what the guide does to the page: `turnTo(step, due)` brings its phone into view and marks what to press
   * (`due()` is the next act), `refresh()` marks anew after a change, `press(act, found, fast)` shows a button being
   * pressed, `show(phone, found)` what has come of it, `clear(phone)` ends it.
   */
  constructor({ store, api, film, stage, language }) {
    Object.assign(this, { store, api, film, stage, language, state: "asking", playing: false, token: 0 });
    this.at = this.#kept();
    this.node = el("aside", { class: "film", id: "film", aria: { label: pick(film.title) } });
    for (const kind of ["message", "chat", "reset"]) store.addEventListener(kind, this.#look);
  }

  get step() {
    return this.film.steps[this.at];
  }

  /** Begins the current step anew. */
  begin() {
    this.token += 1;
    this.state = "asking";
    this.note = null;
    this.acts = new Acts(this.store, this.api, this.step.do);
    this.expected = expectation(this.store, this.step.until);
    this.#keep();
    this.draw();
    this.stage.turnTo(this.step, () => this.acts.due());
  }

  /** Lets go of the page, which is being built anew. */
  leave() {
    this.#stop();
    this.token += 1;
    for (const kind of ["message", "chat", "reset"]) this.store.removeEventListener(kind, this.#look);
  }

  go(at) {
    if (at >= this.film.steps.length) return this.#end();
    this.at = Math.max(0, at);
    this.begin();
  }

  /** Draws the panel; focus stays on the button that was pressed, or waits beside it until it is back. */
  draw() {
    const focused = this.node.contains(document.activeElement);
    this.node.dataset.filmStep = this.step.id;
    this.node.dataset.filmState = this.state;
    this.node.replaceChildren(this.#words(), this.#buttons());
    if (focused) this.#focus();
  }

  #focus() {
    const pressed = this.node.querySelector(`[data-film="${this.pressed}"]`);
    (pressed ?? this.node.querySelector("[data-film=next], [data-film=back]")).focus({ preventScroll: true });
  }

  /** This very film's step that was reached in this tab; another run of the demo begins at the beginning. */
  #kept() {
    const [run, at] = (sessionStorage.getItem(KEPT_STEP) ?? "").split("/");
    return run === this.film.run ? Math.min(Number(at), this.film.steps.length - 1) : 0;
  }

  #keep() {
    sessionStorage.setItem(KEPT_STEP, `${this.film.run}/${this.at}`);
  }

  #words() {
    const total = this.film.steps.length;
    const place = this.store.phone(this.step.phone);
    const where = place ? say("onPhone", { name: place.name }) : say("everywhere");
    const told = this.state === "ended" ? say("ended") : pick(this.step.say);
    return el("div", { class: "film-words" },
      el("p", { class: "film-head" }, el("b", { text: say("step", { n: this.at + 1, m: total }) }), el("span", { text: where })),
      el("progress", { max: total, value: this.at + (this.#finished() ? 1 : 0), aria: { label: say("step", { n: this.at + 1, m: total }) } }),
      el("div", { aria: { live: "polite" } }, el("p", { class: "film-say", text: told }), this.#finished() ? null : filmHint(this.store, this.step), this.#note()));
  }

  #note() {
    const words = { doing: say("working"), waiting: say("waiting"), done: say("done") }[this.state] ?? this.note;
    if (!words) return null;
    return el("p", { class: `film-note ${this.state}` }, this.state === "done" && icon("check"), words);
  }

  #finished() {
    return this.state === "done" || this.state === "ended";
  }

  #buttons() {
    const button = (name, words, act, { primary = false, off = false } = {}) =>
      el("button", { type: "button", class: primary ? "primary" : "plain", text: words, aria: { disabled: String(off) }, data: { film: name },
        on: { click: () => { this.pressed = name; if (!off) act(); } } });
    const busy = this.state === "doing" || this.state === "waiting";
    const canDo = !this.#finished();
    const last = this.at === this.film.steps.length - 1;
    const main = [
      canDo && button("do", say("doIt"), () => this.#doIt(), { primary: this.state !== "late", off: busy }),
      this.state !== "ended" && button("next", this.#nextWords(last), () => this.#handOn(), { primary: !canDo || this.state === "late", off: busy }),
    ];
    const side = [
      button("back", say("back"), () => { this.#stop(); this.go(this.at - 1); }, { off: busy || (this.at === 0 && this.state !== "ended") }),
      button("play", say(this.playing ? "stopPlaying" : "playAll"), () => (this.playing ? this.#pause() : this.#play()), { off: this.state === "ended" }),
    ];
    return el("div", { class: "film-buttons" }, el("div", { class: "film-main" }, main), el("div", { class: "film-side" }, side));
  }

  #nextWords(last) {
    if (last && this.state !== "late") return say("finish");
    if (this.state === "late") return say("goOn");
    if (this.#finished()) return say("nextDone");
    return say("next");
  }

  #handOn() {
    this.#stop();
    this.go(this.at + 1);
  }

  #end() {
    this.#stop();
    this.#set("ended");
    this.stage.clear(null);
  }

  #set(state, note = null) {
    this.state = state;
    this.note = note;
    this.draw();
  }

  /** The visitor's own hand, or anything else, has made the step come true. */
  #look = () => {
    this.stage.refresh();
    if (this.#finished() || this.state === "doing") return;
    const found = this.expected?.met();
    if (found) this.#complete(found);
  };

  async #complete(found) {
    const { token } = this;
    this.#set("done");
    this.stage.clear(this.step.phone);
    this.stage.show(this.step.until.phone, found);
    if (this.playing) return;
    await linger(SEE_MS);
    if (token === this.token && !this.playing && this.at < this.film.steps.length - 1) this.go(this.at + 1);
  }

  /** Performs the step and waits for its sign. */
  async #doIt() {
    const { token, step } = this;
    this.#set("doing");
    try {
      await this.acts.perform((act, found) => this.stage.press(act, found, step.fast), () => token === this.token);
    } catch (fault) {
      if (token !== this.token || fault instanceof GivenUp) return;
      this.#set("late", fault instanceof NoButton ? say("notFound", { label: fault.message }) : say("failed", { reason: fault.message }));
      return;
    }
    if (token === this.token) await this.#await(token);
  }

  async #await(token) {
    if (!this.expected.met()) this.#set("waiting");
    const found = await eventually(() => this.expected.met(), () => token === this.token && this.state !== "done", SIGN_MS);
    if (token !== this.token || this.state === "done") return;
    if (found) this.#complete(found);
    else this.#set("late", say("late"));
  }

  async #play() {
    this.playing = true;
    this.draw();
    const run = (this.run = Symbol("run"));
    const wanted = () => this.playing && this.run === run;
    while (wanted() && this.state !== "ended") {
      if (!this.#finished()) await this.#playStep(wanted);
      if (!wanted()) return;
      if (this.state === "late") return this.#pause();
      await linger(SEE_MS);
      if (wanted()) this.go(this.at + 1);
    }
  }

  async #playStep(wanted) {
    await linger(pick(this.step.say).length * READ_MS_PER_SIGN[this.language()]);
    if (wanted() && !this.#finished()) await this.#doIt();
  }

  #pause() {
    this.#stop();
    this.draw();
  }

  #stop() {
    this.playing = false;
    this.run = null;
  }
}
