/** What this page says, in one place. */

export const TITLE = "This phone is the sensor";
export const ALLOW = "Allow motion";
export const STEPS = [
  "Tap the button, and allow motion if the phone asks.",
  "Strap the phone on so that it cannot slip, turned any way.",
  "Let the arm hang for a moment, then start.",
];

export const TROUBLE = {
  insecure: ["No secure connection", "Browsers measure motion over https alone: scan the code on the computer again."],
  none: ["No motion here", "This browser knows no motion sensors; open the link in Chrome or Safari."],
  denied: ["Motion was not allowed", "Load this page again and allow it; if nothing asks, allow motion in the browser's settings."],
  silent: ["No readings", "The browser gives no motion. Some switch it off, as Brave does; open the link in Chrome or Safari."],
  link: ["This link is no longer valid", "Scan the code on the computer again."],
};

export const NO_GYROSCOPE = "No gyroscope: reps are counted, swings hardly seen";
export const AWAKE = "This phone may go dark, and a dark phone measures nothing: set its screen to stay on.";
export const CONNECTED = "connected";
export const POSTED = "connected (posts)";
export const CONNECTING = "connecting";

/** Nothing is lost while the link is: it says how much is kept. */
export const kept = (seconds) => `no link, ${Math.round(seconds)} s kept`;

export const SAVED = ["Saved", "The session has ended; the computer has it all. You can take the phone off."];
export const OFFLINE = ["No link", "The phone goes on measuring, and sends it when the computer is back."];
export const WAITING = ["One moment", "Waiting for the computer."];


/** What this phone waits for, of the places whose phones have not come: itself, or the others. */
export function waitingFor(awaited, own) {
  const others = awaited.filter(({ sensor }) => sensor !== own).map(({ place }) => place);
  if (others.length === 0 || others.length < awaited.length) return WAITING;
  return ["Ready", `Waiting for the phone on the ${others.join(" and the ")}.`];
}

export const LOCKED = "Locked. Hold to unlock";
export const END_SET = "End set";
export const FINISH = "End session";
export const LOCK = "Lock";

export const placeName = (place) => {
  const words = place.replaceAll("_", " ");
  const [first, side] = words.split(" ");
  const named = side === "left" || side === "right" ? `${side} ${first}` : words;
  return named.charAt(0).toUpperCase() + named.slice(1);
};
