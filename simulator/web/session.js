/** What this visitor has open on the page: shown chats, drafts, unread counts. Lives as long as the page. */

const key = (phone, chat) => `${phone}/${chat}`;

export class Session {
  /** The chat that a phone shows at first, by person; its private one where there is none. */
  opening = {};
  unfolded = new Set();
  #keys = new Map();
  #chats = new Map();
  #drafts = new Map();
  #unread = new Map();
  phone = null;

  activeChat(phone) {
    const chosen = this.#chats.get(phone.id) ?? this.opening[phone.id];
    return phone.chats.includes(chosen) ? chosen : phone.chats[0];
  }

  openChat(phone, chat) {
    this.#chats.set(phone.id, chat);
  }

  /** Whether the reply keyboard of a chat is unfolded: where there is room for it, unless somebody folds it. */
  keysOpen(chat) {
    return this.#keys.get(chat) ?? !matchMedia("(max-width: 719px)").matches;
  }

  toggleKeys(chat) {
    this.#keys.set(chat, !this.keysOpen(chat));
  }

  /** The unsent words of one chat: `{text, reply, edit}`, reply and edit being messages or null. */
  draft(phone, chat) {
    const at = key(phone, chat);
    if (!this.#drafts.has(at)) this.#drafts.set(at, { text: "", reply: null, edit: null });
    return this.#drafts.get(at);
  }

  clearDraft(phone, chat) {
    this.#drafts.delete(key(phone, chat));
  }

  unread(phone, chat) {
    return this.#unread.get(key(phone, chat)) ?? 0;
  }

  addUnread(phone, chat) {
    this.#unread.set(key(phone, chat), this.unread(phone, chat) + 1);
  }

  read(phone, chat) {
    this.#unread.delete(key(phone, chat));
  }
}
