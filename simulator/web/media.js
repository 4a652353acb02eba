/** Pictures, voice notes, documents and places inside a bubble. */

import { el, icon } from "./dom.js";
import { safeHref } from "./safe_html.js";
import { duration } from "./trade_time.js";
import { say } from "./words.js";

const BARS = 28;
const DRAW = { photo, voice, document: file, location: place };

/** The node for a message's media; `tell(words)` shows a short notice on the phone. */
export function mediaNode(media, tell) {
  return DRAW[media.kind](media, tell);
}

/** Only this server's own files are ever fetched. */
const local = (url) => (typeof url === "string" && url.startsWith("/") && !url.startsWith("//") ? url : null);

function photo(media) {
  const name = media.name ?? say("photo");
  const picture = el("img", { src: local(media.url), alt: name, class: "photo" });
  return el("a", { class: "photo-link", href: local(media.url), target: "_blank", rel: "noopener",
    aria: { label: say("openPhoto", { name }) } }, picture);
}

function voice(media, tell) {
  const time = duration(media.seconds ?? 0);
  const audio = new Audio();
  audio.preload = "none";
  const button = el("button", { type: "button", class: "play", aria: { label: say("playVoice", { time }) } }, icon("play"));
  const row = el("div", { class: "voice" }, button, waveform(media), el("span", { class: "voice-time", text: time }));
  const show = (playing) => {
    row.classList.toggle("playing", playing);
    button.replaceChildren(icon(playing ? "pause" : "play"));
    button.setAttribute("aria-label", playing ? say("stopVoice") : say("playVoice", { time }));
  };
  audio.addEventListener("ended", () => show(false));
  button.addEventListener("click", () => toggleSound(audio, local(media.url), show, tell));
  return row;
}

async function toggleSound(audio, url, show, tell) {
  if (!audio.paused) {
    audio.pause();
    return show(false);
  }
  if (!audio.src) audio.src = url;
  try {
    await audio.play();
    show(true);
  } catch {
    show(false);
    tell(say("cannotPlay"));
  }
}

/** Bars from the length and name alone: a picture of a voice note, not a measurement. */
function waveform(media) {
  const bars = el("div", { class: "waveform", aria: { hidden: "true" } });
  let seed = Math.round(media.seconds ?? 1) * 7919 + String(media.url).length * 104729;
  for (let n = 0; n < BARS; n += 1) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    const bar = el("i");
    bar.style.height = `${20 + (seed % 80)}%`;
    bars.append(bar);
  }
  return bars;
}

function file(media) {
  const name = media.name ?? "";
  return el("a", { class: "file", href: local(media.url), target: "_blank", rel: "noopener", download: name,
    aria: { label: say("openFile", { name }) } }, el("span", { class: "file-icon" }, icon("file")), el("span", { class: "file-name", text: name }));
}

function place(media) {
  const coordinates = `${media.lat.toFixed(5)}, ${media.lon.toFixed(5)}`;
  const address = `https://uri.amap.com/marker?position=${media.lon},${media.lat}&coordinate=wgs84&src=visitbot&callnative=1`;
  return el("a", { class: "place", href: safeHref(address), target: "_blank", rel: "noopener noreferrer",
    aria: { label: say("openMap", { place: coordinates }) } },
  el("span", { class: "place-map", aria: { hidden: "true" } }, icon("place")),
  el("span", { class: "place-text" }, el("b", { text: say("placeName") }), el("span", { text: coordinates })));
}
