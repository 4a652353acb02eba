/** Instants as wall time of the trade: the offset of the simulator's clock, never the visitor's own time zone. */

import { language, weekday } from "./words.js";

let offsetMinutes = 0;

/** Takes the offset (`+08:00`, `Z`) that all times are shown in from an ISO instant. */
export function adoptOffset(iso) {
  const found = /([+-])(\d\d):?(\d\d)$/.exec(iso);
  offsetMinutes = found ? (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) : 0;
}

function wall(instant) {
  return new Date(new Date(instant).getTime() + offsetMinutes * 60_000);
}

const two = (number) => String(number).padStart(2, "0");

/** `HH:MM`. */
export function clockTime(instant) {
  const time = wall(instant);
  return `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}`;
}

/** `2026-11-24`: a key that groups messages of one day. */
export const dayKey = (instant) => wall(instant).toISOString().slice(0, 10);

/** `11-24 周二` or `Tue 24 Nov`. */
export function shortDay(instant) {
  const time = wall(instant);
  const name = weekday(time.getUTCDay());
  if (language() === "zh") return `${two(time.getUTCMonth() + 1)}-${two(time.getUTCDate())} ${name}`;
  const month = time.toLocaleDateString("en-GB", { month: "short", timeZone: "UTC" });
  return `${name} ${time.getUTCDate()} ${month}`;
}

/** `0:12`, `1:05`. */
export const duration = (seconds) => `${Math.floor(seconds / 60)}:${two(Math.round(seconds) % 60)}`;
