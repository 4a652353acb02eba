/** How long the guide lets one read and look: `?pace=0.5` in the address halves it, 0 waits for nobody. */

const asked = Number(new URLSearchParams(location.search).get("pace") ?? 1);
const factor = Number.isFinite(asked) && asked >= 0 ? asked : 1;

export const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for somebody who reads or looks; `ms` at the usual pace. */
export const linger = (ms) => wait(ms * factor);
