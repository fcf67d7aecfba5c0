/**
 * The phone's accelerometer and gyroscope, as `devicemotion` gives them: nothing is altered here, the program does that.
 *
 * iPhones ask the person, and only in answer to a tap; others give readings at once.
 */

/** Why there is no motion; their words are `phone.trouble`. */
export const TROUBLES = ["insecure", "none", "denied", "silent"];

const DIGITS = 1e4; // browsers round to 0.1; iPhones give more than any sensor has
const EPOCH_MS = 1e12; // timeStamp of old browsers is since 1970, that of others since the page began

const rounded = (value) => (Number.isFinite(value) ? Math.round(value * DIGITS) / DIGITS : null);

/** True on iPhones and iPads, whose acceleration has the opposite sign; an iPad says that it is a Mac. */
export const isIos = ({ userAgent, platform, maxTouchPoints } = navigator) =>
  /iPhone|iPad|iPod/.test(userAgent) || (platform === "MacIntel" && maxTouchPoints > 1);

/** Asks for motion, in answer to a tap; null, or why there is none. */
export async function allowMotion() {
  if (!isSecureContext) return "insecure";
  if (!("DeviceMotionEvent" in globalThis)) return "none";
  if (typeof DeviceMotionEvent.requestPermission !== "function") return null;
  try {
    return (await DeviceMotionEvent.requestPermission()) === "granted" ? null : "denied";
  } catch {
    return "denied"; // not in answer to a tap
  }
}

const SLEPT_MS = 500; // the phone's clock is put right by less while the page is hidden

let slept_ms = 0;
let ahead_ms = null;

/** ms since 1970 by a clock that runs evenly while the page lives, whatever the phone's own is set to. */
export const evenClock_ms = () => performance.timeOrigin + performance.now() + slept_ms;

/** To be called when the page is hidden, and when it is shown again: the browser's clock may stand still in a phone that sleeps. */
export function noteHidden(hidden) {
  const now_ms = Date.now() - performance.now();
  if (!hidden && ahead_ms !== null && now_ms - ahead_ms > SLEPT_MS) slept_ms += now_ms - ahead_ms;
  ahead_ms = hidden ? now_ms : null;
}

/** One reading as the program wants it: [ms of the even clock, m/s² three times, °/s three times or null]; null: no reading. */
export function rowOf({ accelerationIncludingGravity: acc, rotationRate: turn, timeStamp }) {
  const force = [acc?.x, acc?.y, acc?.z].map(rounded);
  if (force.includes(null)) return null;
  const time = timeStamp > EPOCH_MS ? evenClock_ms() - Math.max(0, Date.now() - timeStamp) : performance.timeOrigin + timeStamp + slept_ms;
  return [Math.round(10 * time) / 10, ...force, ...[turn?.alpha, turn?.beta, turn?.gamma].map(rounded)];
}

/** Hands every reading to `onRow`, until the page goes. */
export function listenToMotion(onRow) {
  addEventListener("devicemotion", (event) => {
    const row = rowOf(event);
    if (row) onRow(row);
  });
}
