/** The page: phones side by side, the clock above them, the guide below; kept live by the simulator's events. */

import { api, follow } from "./api.js";
import { ClockBar } from "./clock_bar.js";
import { el, icon } from "./dom.js";
import { Film } from "./film.js";
import { PhoneView } from "./phone.js";
import { Session } from "./session.js";
import { Stage } from "./stage.js";
import { Store } from "./store.js";
import { adoptOffset } from "./trade_time.js";
import { language, locale, say, switchLanguage } from "./words.js";

const NARROW = matchMedia("(max-width: 719px)");
const KEPT_FILM = "phones-film-hidden";
const TYPING_MS = 5000;

const root = document.getElementById("app");
const store = new Store();
const session = new Session();
const views = new Map();
let film = null;
let bar = null;
let frame = null;
let script = null;

const alarm = el("div", { class: "alarm", role: "status", text: say("loading") });
root.before(alarm);

function warn(words) {
  alarm.textContent = words ?? "";
  alarm.hidden = !words;
}

const failed = (fault) => {
  warn(say("failed", { reason: fault.message }));
  setTimeout(() => warn(null), 5000);
};

/** Builds the whole page from the store: at first, when the language changes, when there are other phones. */
function build() {
  adoptOffset(store.state.now);
  document.documentElement.lang = locale();
  document.title = store.state.bot.name ? `${store.state.bot.name} · ${say("title")}` : say("title");
  views.clear();
  session.phone = store.phone(session.phone)?.id ?? store.state.phones[0]?.id ?? null;
  const tabs = el("nav", { class: "phone-tabs", aria: { label: say("phones") } });
  const phones = el("main", { class: "phones", aria: { label: say("phones") } });
  frame = { tabs, phones };
  for (const phone of store.state.phones) views.set(phone.id, view(phone));
  phones.append(...[...views.values()].map((one) => one.node));
  if (!views.size) phones.append(el("p", { class: "empty", text: say("noPhones") }));
  const filmButton = script && filmSwitch();
  bar?.stop();
  bar = new ClockBar({ store, api, failed, onLanguage: changeLanguage, filmButton });
  root.replaceChildren(bar.node, tabs, phones);
  if (script) {
    root.append(guide());
    root.prepend(skip());
  }
  root.removeAttribute("aria-busy");
  choose(session.phone);
  for (const one of views.values()) one.log.toEnd(false);
}

function view(phone) {
  return new PhoneView({ store, api, session, phone, onUnread: drawPhoneTabs, onScreen: () => !NARROW.matches || session.phone === phone.id });
}

function guide() {
  const at = film?.at;
  film?.leave();
  const stage = new Stage({ store, views, bar, bring });
  film = new Film({ store, api, film: script, stage, language });
  if (at !== undefined) film.at = at;
  film.begin();
  showFilm(localStorage.getItem(KEPT_FILM) === null);
  return film.node;
}

/** The keyboard's way to the guide, past all the phones. */
function skip() {
  return el("button", { type: "button", class: "primary skip", text: say("toGuide"), on: { click: () => {
    localStorage.removeItem(KEPT_FILM);
    showFilm(true);
    film.node.querySelector("[data-film=do], [data-film=next], [data-film=back]").focus();
  } } });
}

function filmSwitch() {
  return el("button", { type: "button", class: "plain film-switch", aria: { controls: "film" }, data: { filmSwitch: "" }, on: { click: () => {
    const hidden = film.node.hidden;
    if (hidden) localStorage.removeItem(KEPT_FILM);
    else localStorage.setItem(KEPT_FILM, "1");
    showFilm(hidden);
  } } }, icon("film"), el("span"));
}

function showFilm(open) {
  film.node.hidden = !open;
  film.stage.hush(!open);
  root.classList.toggle("guided", open);
  const button = document.querySelector("[data-film-switch]") ?? bar.node.querySelector("[data-film-switch]");
  button.setAttribute("aria-expanded", String(open));
  button.lastChild.textContent = say(open ? "filmHide" : "filmShow");
}

async function changeLanguage() {
  switchLanguage();
  build();
  document.querySelector("[data-language]").focus();
  try {
    await api.speak(language());
  } catch (fault) {
    failed(fault);
  }
}

/** On a narrow page one phone is shown at a time. */
function choose(id) {
  session.phone = id;
  for (const [phone, one] of views) one.node.classList.toggle("chosen", phone === id);
  drawPhoneTabs();
  const one = views.get(id);
  if (one?.log.atEnd) one.log.toEnd(false);
  one?.read();
}

function bring(id) {
  if (NARROW.matches) return choose(id);
  const { node } = views.get(id);
  const { phones } = frame;
  const out = node.offsetLeft < phones.scrollLeft || node.offsetLeft + node.offsetWidth > phones.scrollLeft + phones.clientWidth;
  if (out) phones.scrollTo({ left: node.offsetLeft - 16 });
}

function drawPhoneTabs() {
  if (views.size !== store.state.phones.length) return;
  const focused = frame.tabs.contains(document.activeElement);
  frame.tabs.replaceChildren(...[...views].map(([id, one]) => phoneTab(id, one)));
  const chosen = frame.tabs.querySelector("[aria-current]");
  if (chosen) frame.tabs.scrollLeft = chosen.offsetLeft - (frame.tabs.clientWidth - chosen.offsetWidth) / 2;
  if (focused) frame.tabs.querySelector("[aria-current]").focus();
}

function phoneTab(id, one) {
  const count = one.unread();
  const aria = { label: [say("phoneOf", { name: one.phone.name }), count && say("unread", { n: count })].filter(Boolean).join(", ") };
  if (id === session.phone) aria.current = "true";
  return el("button", { type: "button", class: "phone-tab", aria, data: { phoneTab: id }, on: { click: () => choose(id) } },
    el("span", { text: one.phone.name }), count > 0 && el("span", { class: "badge", text: String(count) }));
}

const having = (chat) => [...views.values()].filter((one) => one.phone.chats.includes(chat.id));
const showing = (chat) => having(chat).filter((one) => one.chat.id === chat.id);

store.addEventListener("reset", ({ detail }) => {
  if (!detail.samePhones) return build();
  for (const one of views.values()) {
    if (one.chat.redraw) one.redraw();
    else one.refresh();
  }
  bar.heard();
});
store.addEventListener("message", ({ detail: { chat, message, isNew } }) => {
  having(chat).forEach((one) => one.update(chat, message, isNew));
});
store.addEventListener("chat", ({ detail: { chat, removed } }) => showing(chat).forEach((one) => (removed ? one.redraw() : one.refresh())));
store.addEventListener("clock", () => bar.heard());
store.addEventListener("toast", ({ detail: { user, text, alert } }) => {
  if (text) views.get(user)?.[alert ? "alert" : "toast"](text);
});
store.addEventListener("typing", ({ detail: { chat } }) => {
  for (const one of showing({ id: chat })) {
    one.typing(true);
    setTimeout(() => one.typing(false), TYPING_MS);
  }
});
NARROW.addEventListener("change", () => choose(session.phone));

async function reload() {
  try {
    script ??= await api.film(language());
    session.opening = script?.chats ?? {};
    await store.reload(api.state);
    warn(null);
  } catch (fault) {
    warn(say("failed", { reason: fault.message }));
  }
}

follow({
  opened: reload,
  closed: () => warn(say("lost")),
  heard: (kind, data) => {
    if (store.hear(kind, data) === false) reload();
  },
});
