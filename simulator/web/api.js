/** The simulator's control API: everything a person does on a phone, and the clock. */

/** A refusal by the simulator; its message is fit to be shown. */
export class Refused extends Error {}

async function answer(response) {
  const body = await response.text();
  const data = parsed(body);
  if (!response.ok) throw new Refused(data?.error ?? data?.description ?? `${response.status} ${body.slice(0, 200)}`);
  return data;
}

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

const read = async (path) => answer(await fetch(path, { cache: "no-store" }));

async function send(path, body) {
  const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return answer(await fetch(path, request));
}

async function upload(path, fields, file) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  form.append("file", file, file.name);
  return answer(await fetch(path, { method: "POST", body: form }));
}

export const api = {
  state: () => read("/sim/state"),
  film: (language) => read(`/sim/film?language=${language}`),
  speak: (language) => send("/sim/language", { language }),
  clock: (move) => send("/sim/clock", move),
  say: (as, chat, text, replyTo = null) => send("/sim/say", { as, chat, text, ...(replyTo && { reply_to: replyTo }) }),
  edit: (as, chat, message, text) => send("/sim/edit", { as, chat, message, text }),
  tap: (as, chat, message, data) => send("/sim/tap", { as, chat, message, data }),
  samplePhoto: (as, chat) => send("/sim/photo", { as, chat, sample: true }),
  photo: (as, chat, file) => upload("/sim/photo", { as, chat }, file),
  voice: (as, chat, seconds) => send("/sim/voice", { as, chat, seconds }),
  place: (as, chat, lat, lon) => send("/sim/place", { as, chat, lat, lon }),
  document: (as, chat, file) => upload("/sim/document", { as, chat }, file),
  sticker: (as, chat) => send("/sim/sticker", { as, chat }),
  block: (as, blocked) => send("/sim/block", { as, blocked }),
  groupBot: (group, by, add) => send(`/sim/groups/${group}/bot`, { by, add }),
};

const EVENTS = ["message", "deleted", "pinned", "keyboard", "toast", "typing", "clock", "chat", "phone"];

/**
 * Follows the server's events for ever; `opened` runs after every (re)connection, `closed` when it breaks,
 * `heard(kind, data)` for each event.
 */
export function follow({ opened, closed, heard }) {
  const source = new EventSource("/sim/events");
  source.addEventListener("open", opened);
  source.addEventListener("error", () => {
    closed();
    if (source.readyState === EventSource.CLOSED) setTimeout(() => follow({ opened, closed, heard }), 2000);
  });
  for (const kind of EVENTS) source.addEventListener(kind, (event) => heard(kind, JSON.parse(event.data)));
}
