/** What this page says of the link, of the places of phones, and of what is wrong. */

import { say } from "/page/language.js";
import { placeName } from "/page/words.js";

/** Nothing is lost while the link is: it says how much is kept. */
export function linkWords(way, waiting_s) {
  if (way === "socket") return say("phone.connected");
  if (way === "posts") return say("phone.posts");
  return waiting_s >= 1 ? say("phone.kept", { seconds: Math.round(waiting_s) }) : say("phone.connecting");
}

/** Headline and line on what is wrong; the computer may have said the line. */
export const troubleWords = (trouble, line) => [say(`phone.trouble.${trouble}`), line ?? say(`phone.trouble.${trouble}_line`)];

/** What this phone waits for, of the places whose phones have not come: itself, or the others. */
export function waitingFor(awaited, own) {
  const others = awaited.filter(({ sensor }) => sensor !== own).map(({ place }) => place);
  if (others.length === 0 || others.length < awaited.length) return waiting();
  const places = others.reduce((first, last) => say("phone.places", { first, last }));
  return [say("phone.ready"), say("phone.wait_for_phones", { places })];
}

export const waiting = () => [say("phone.one_moment"), say("phone.wait_for_computer")];

/** Where this phone is worn, as a title. */
export function placeTitle(place) {
  const name = placeName(place);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
