/** Numbers and reps in words. An unknown figure is a dash. */

import { known, say } from "./language.js";

export const DASH = "–";
const NBSP = "\u00a0";

/** 72.4 -> "1:12"; an unknown time is a dash. */
export function clockText(seconds) {
  if (seconds === null || seconds === undefined) return DASH;
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** The score as it is shown: 0 to 100, limit 50. */
export const score = (momentum) => {
  if (momentum === null || momentum === undefined) return null;
  const shown = Math.round(100 * momentum);
  return momentum < 0.5 ? Math.min(shown, 49) : Math.max(shown, 50); // never on the other side of the limit
};

export const percent = (value) => (value === null || value === undefined ? DASH : `${value}${NBSP}%`);

export const sideName = (side) => (side ? say(`page.side.${side}`) : DASH);

export const armName = (side) => (side ? say(`page.side.${side}_arm`) : DASH);

const ARM = /_(left|right)$/;

/** Where a sensor is worn: "left wrist" for wrist_left, or for wrist of the left arm. */
export function placeName(sensor, side = null) {
  const arm = ARM.exec(sensor)?.[1] ?? side;
  const bare = sensor.replace(ARM, "");
  const place = known(`place.${bare}`) ? say(`place.${bare}`) : bare;
  return arm ? say(`place.on_the_${arm}`, { place }) : place;
}

export const POUND_KG = 0.45359237;

/** "12.5 kg" -> "12.5": the number of the weight as the program wrote it. */
export const weightNumber = (weight) => (weight ? weight.text.split(/\s/)[0] : DASH);

/** 1, 2, 3, 5 -> "1 to 3 and 5". */
export function numbers(list) {
  const runs = [];
  for (const n of list) {
    const last = runs.at(-1);
    if (last && n === last[1] + 1) last[1] = n;
    else runs.push([n, n]);
  }
  const parts = runs.map(([first, last]) => (first === last ? `${first}` : last === first + 1 ? say("list.and", { first, last }) : say("list.span", { first, last })));
  return parts.length < 2 ? parts.join("") : say("list.and", { first: parts.slice(0, -1).join(", "), last: parts.at(-1) });
}

/** The finding of a set in one sentence, for those who do not see its bars. */
export function finding(columns) {
  const judged = columns.filter((c) => c.rep);
  if (!judged.length) return say("page.no_rep_yet");
  const groups = new Map();
  for (const { n, kind } of judged) groups.set(kind.word, [...(groups.get(kind.word) ?? []), n]);
  const reps = (ns) => say("list.reps", { n: ns.length, numbers: numbers(ns) });
  return [...groups].map(([verdict, ns]) => say("page.reps_were", { reps: reps(ns), verdict })).join(", ");
}
