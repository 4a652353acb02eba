/** What the phones show, kept equal to the server's state by its events. */

/** Kinds of change told to listeners: `reset`, `message`, `chat`, `clock`, `toast`, `typing`. */
export class Store extends EventTarget {
  state = null;
  #waiting = null;

  phone(id) {
    return this.state.phones.find((phone) => phone.id === id);
  }

  chat(id) {
    return this.state.chats[String(id)];
  }

  chatsOf(phoneId) {
    return this.phone(phoneId).chats.map((id) => this.chat(id)).filter(Boolean);
  }

  /** The newest first among all messages that this phone can see, with their chats. */
  visible(phoneId) {
    const all = this.chatsOf(phoneId).flatMap((chat) => chat.messages.map((message) => ({ chat, message })));
    return all.sort((one, other) => other.message.date.localeCompare(one.message.date) || other.message.id - one.message.id);
  }

  /** Takes over what `load` brings; events that arrive meanwhile are applied after it. */
  async reload(load) {
    this.#waiting ??= [];
    try {
      this.#adopt(await load());
    } finally {
      const waiting = this.#waiting ?? [];
      this.#waiting = null;
      waiting.forEach(([kind, data]) => this.hear(kind, data));
    }
  }

  #adopt(fresh) {
    const samePhones = this.state !== null && ids(this.state.phones) === ids(fresh.phones);
    const known = this.state?.chats ?? {};
    for (const [id, chat] of Object.entries(fresh.chats)) {
      if (known[id]) fresh.chats[id] = Object.assign(known[id], chat, { redraw: differs(known[id].messages, chat.messages) });
    }
    this.state = fresh;
    this.tell("reset", { samePhones });
  }

  /** Applies one event; answers false when it speaks of something unknown and the state must be loaded anew. */
  hear(kind, data) {
    if (this.#waiting) return Boolean(this.#waiting.push([kind, data]));
    if (this.state === null) return true;
    const known = HANDLERS[kind](this, data);
    return known !== false;
  }

  tell(kind, detail = {}) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }

}

const HANDLERS = {
  message(store, { chat: id, message, new: isNew }) {
    const chat = store.chat(id);
    if (!chat) return false;
    if (upsert(chat.messages, message)) store.tell("message", { chat, message, isNew });
  },
  deleted(store, { chat: id, message }) {
    const chat = store.chat(id);
    if (!chat) return false;
    chat.messages = chat.messages.filter((one) => one.id !== message);
    store.tell("chat", { chat, removed: true });
  },
  pinned(store, { chat: id, message }) {
    const chat = store.chat(id);
    if (!chat) return false;
    chat.pinned = message;
    store.tell("chat", { chat });
  },
  keyboard: () => false,
  chat: () => false,
  phone: () => false,
  toast: (store, data) => store.tell("toast", data),
  typing: (store, data) => store.tell("typing", data),
  clock(store, data) {
    Object.assign(store.state, data);
    store.tell("clock");
  },
};

/** Takes a message in; answers whether anything is new. */
function upsert(messages, message) {
  const at = messages.findIndex((one) => one.id === message.id);
  if (at < 0) return messages.push(message);
  if (!differs(messages[at], message)) return false;
  messages[at] = message;
  return true;
}

const ids = (phones) => phones.map((phone) => `${phone.id}:${phone.name}:${phone.title}:${phone.chats}`).join();

const differs = (one, other) => JSON.stringify(one) !== JSON.stringify(other);
