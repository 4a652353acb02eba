/** The foot of a phone: field, send, attachments, commands, reply keyboard. */

import { askNumbers } from "./dialogs.js";
import { el, icon, iconButton } from "./dom.js";
import { menu } from "./menu.js";
import { oneLine } from "./message.js";
import { say } from "./words.js";

const SAMPLE_PLACE = { lat: 30.8826, lon: 114.3755 };
const SAMPLE_SECONDS = 12;

export class Composer {
  /** `act(promiseMaker)` runs a control call and shows its refusal; `api` is the control API. */
  constructor({ chat, phone, api, session, act, keyboard }) {
    Object.assign(this, { chat, phone, api, session, act });
    this.draft = session.draft(phone.id, chat.id);
    this.field = this.#field();
    this.context = el("div", { class: "context", hidden: true });
    this.keys = el("div", { class: "reply-keyboard", role: "group", aria: { label: say("keys") } });
    this.keysButton = iconButton("keyboard", say("hideKeys"), { class: "aside", on: { click: () => this.#toggleKeys() } });
    this.sendButton = iconButton("send", say("send"), { class: "send" });
    this.sendButton.type = "submit";
    this.node = el("div", { class: "composer" }, this.context, this.#form(), this.keys);
    this.showKeyboard(keyboard);
    this.#showContext();
    this.#grow();
  }

  reply(message) {
    Object.assign(this.draft, { reply: message, edit: null });
    this.#showContext();
    this.field.focus();
  }

  edit(message) {
    Object.assign(this.draft, { edit: message, reply: null, text: message.text });
    this.field.value = message.text;
    this.#showContext();
    this.#grow();
    this.field.focus();
  }

  /** `keyboard` is `{rows: [[label]], placeholder}` or null. */
  showKeyboard(keyboard) {
    const had = this.keys.contains(document.activeElement);
    this.rows = keyboard?.rows ?? null;
    this.keys.replaceChildren(...(this.rows ?? []).map((row) => this.#keyRow(row)));
    this.field.placeholder = keyboard?.placeholder || say("write");
    this.#showKeys();
    if (had) this.field.focus();
  }

  #form() {
    const commands = this.#commandsMenu();
    commands.classList.add("aside");
    const form = el("form", { class: "write empty" }, this.#attachMenu(), this.field, commands, this.keysButton, this.sendButton);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    return form;
  }

  #field() {
    const field = el("textarea", { rows: 1, class: "field", aria: { label: say("write") }, maxlength: 4096, data: { field: "text" } });
    field.value = this.draft.text;
    field.addEventListener("input", () => {
      this.draft.text = field.value;
      this.#grow();
    });
    field.addEventListener("keydown", (event) => this.#typed(event));
    return field;
  }

  #typed(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape" && (this.draft.reply || this.draft.edit)) this.#dropContext();
  }

  /** Follows the words in the field: its height, and the send button, which there is only with words. */
  #grow() {
    this.node.querySelector("form").classList.toggle("empty", !this.field.value.trim());
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(120, Math.max(36, this.field.scrollHeight))}px`;
  }

  #send() {
    const text = this.field.value.trim();
    if (!text) return;
    const { reply, edit } = this.draft;
    this.#clear();
    const { id: as } = this.phone;
    this.act(() => (edit ? this.api.edit(as, this.chat.id, edit.id, text) : this.api.say(as, this.chat.id, text, reply?.id)));
  }

  #clear() {
    this.session.clearDraft(this.phone.id, this.chat.id);
    this.draft = this.session.draft(this.phone.id, this.chat.id);
    this.field.value = "";
    this.#grow();
    this.#showContext();
  }

  #dropContext() {
    if (this.draft.edit) return this.#clear();
    this.draft.reply = null;
    this.#showContext();
  }

  #showContext() {
    const { reply, edit } = this.draft;
    this.context.hidden = !reply && !edit;
    this.sendButton.setAttribute("aria-label", say(edit ? "save" : "send"));
    if (this.context.hidden) return this.context.replaceChildren();
    this.context.replaceChildren(icon(edit ? "edit" : "reply"),
      el("div", { class: "context-text" }, el("b", { text: edit ? say("editing") : reply.from_name }), el("span", { text: oneLine(edit ?? reply) })),
      iconButton("close", say("cancel"), { on: { click: () => this.#dropContext() } }));
  }

  #keyRow(row) {
    return el("div", { class: "button-row" }, row.map((label) => el("button", { type: "button", class: "key", text: label,
      data: { button: label, kind: "key" }, on: { click: () => this.act(() => this.api.say(this.phone.id, this.chat.id, label)) } })));
  }

  #toggleKeys() {
    this.session.toggleKeys(this.chat.id);
    this.#showKeys();
  }

  #showKeys() {
    const open = Boolean(this.rows) && this.session.keysOpen(this.chat.id);
    this.keys.hidden = !open;
    this.keysButton.hidden = !this.rows;
    this.keysButton.setAttribute("aria-expanded", String(open));
    this.keysButton.setAttribute("aria-label", say(open ? "hideKeys" : "showKeys"));
    this.keysButton.title = say(open ? "hideKeys" : "showKeys");
  }

  #commandsMenu() {
    const items = () => (this.chat.commands?.length ? this.chat.commands.map(({ command, description }) => ({
      label: `/${command}`, detail: description, data: { command }, act: () => this.act(() => this.api.say(this.phone.id, this.chat.id, `/${command}`)),
    })) : [{ label: say("noCommands") }]);
    return menu(iconButton("slash", say("commands"), { data: { menu: "commands" } }), items, "up end wide");
  }

  #attachMenu() {
    const [as, chat] = [this.phone.id, this.chat.id];
    const items = () => [
      { icon: "photo", label: say("samplePhoto"), data: { attach: "sample" }, act: () => this.act(() => this.api.samplePhoto(as, chat)) },
      { icon: "photo", label: say("ownPhoto"), data: { attach: "photo" }, act: () => this.#choose("image/*", this.api.photo) },
      { icon: "voice", label: say("voice"), data: { attach: "voice" }, act: () => this.#voice() },
      { icon: "place", label: say("place"), data: { attach: "place" }, act: () => this.#place() },
      { icon: "file", label: say("file"), data: { attach: "file" }, act: () => this.#choose("", this.api.document) },
      { icon: "sticker", label: say("sticker"), data: { attach: "sticker" }, act: () => this.act(() => this.api.sticker(as, chat)) },
    ];
    return menu(iconButton("attach", say("attach"), { data: { menu: "attach" } }), items, "up start");
  }

  #choose(accept, send) {
    const input = el("input", { type: "file", accept });
    input.addEventListener("change", () => this.act(() => send(this.phone.id, this.chat.id, input.files[0])));
    input.click();
  }

  async #voice() {
    const asked = await askNumbers(say("dialogVoice"), [{ name: "seconds", label: say("seconds"), value: SAMPLE_SECONDS, min: 1, max: 600, step: 1 }]);
    if (asked) this.act(() => this.api.voice(this.phone.id, this.chat.id, asked.seconds));
  }

  async #place() {
    const asked = await askNumbers(say("dialogPlace"), [
      { name: "lat", label: say("latitude"), value: SAMPLE_PLACE.lat, min: -90, max: 90, step: "any" },
      { name: "lon", label: say("longitude"), value: SAMPLE_PLACE.lon, min: -180, max: 180, step: "any" },
    ]);
    if (asked) this.act(() => this.api.place(this.phone.id, this.chat.id, asked.lat, asked.lon));
  }
}
