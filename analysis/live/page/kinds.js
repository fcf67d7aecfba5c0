/** What a verdict looks like: colour says whether, pattern says why. One table for bars, arc, trace and cue. */

import { h } from "./dom.js";
import { say } from "./language.js";

const KINDS = {
  controlled: { fill: "f-ctl", ground: "f-ctl-tint", mark: "dot", tone: "ctl" },
  swing: { fill: "url(#swing)", ground: "f-mom-tint", mark: "swing", tone: "mom" },
  speed: { fill: "url(#speed)", ground: "f-mom-tint", mark: "speed", tone: "mom" },
  both: { fill: "url(#both)", ground: "f-mom-tint", mark: "both", tone: "mom" },
  partial: { fill: null, ground: "hollow", mark: "half", tone: "t3" },
  short: { fill: null, ground: "hollow", mark: "half", tone: "t3" },
  near: { fill: "f-t3", ground: "unsure", mark: null, tone: "t3" },
  uncertain: { fill: null, ground: "unsure", mark: "unknown", tone: "t3" },
  pending: { fill: null, ground: "unsure", mark: null, tone: "t3" },
  gap: { fill: null, ground: "url(#gap)", mark: null, tone: "t3" },
  out: { fill: null, ground: "dotted", mark: "out", tone: "t3" },
  live: { fill: "f-ctl", ground: "f-ctl-tint", mark: null, tone: "ctl" },
  coming: { fill: null, ground: "dotted", mark: null, tone: "t3" },
};

for (const [name, kind] of Object.entries(KINDS)) Object.assign(kind, { name, word: say(`page.kind.${name}`) });

/** The look of a judged rep. Momentum without a cause is hatched as swing: that it was flagged comes first. */
export function kindOf(rep) {
  if (rep.out) return KINDS.out;
  if (rep.gap) return KINDS.gap;
  if (rep.verdict === null) return KINDS.pending;
  if (rep.near_limit) return KINDS.near;
  if (rep.short) return KINDS.short;
  return KINDS[rep.verdict === "momentum" ? (rep.cause ?? "swing") : rep.verdict] ?? KINDS.uncertain;
}

/** The look of the rep being lifted. */
export const liveKind = (current) => (current.called ? KINDS[current.called] : KINDS.live);

export const COMING = KINDS.coming;
export const NO_DATA = KINDS.gap;

/** `class` or `fill` for a look: a pattern is a paint server and cannot come from a style sheet's class. */
export const painted = (look) => (look.startsWith("url(") ? { fill: look } : { class: look });

const CHEVRON = "M1 11L12 0L23 11L20 14L12 6L4 14Z";

/* Every mark lies in a square of 24 units. Paths, never font characters: phones turn some into emoji. */
const MARKS = {
  dot: () => h("circle", { cx: 12, cy: 12, r: 8 }),
  swing: () => h("path", { d: "M12 2L23 22H1Z" }),
  speed: () => h("path", { d: CHEVRON + "M1 23L12 12L23 23L20 26L12 18L4 26Z" }),
  both: () => h("path", { d: CHEVRON + "M12 12L22 25H2Z" }),
  half: () => [
    h("circle", { class: "outline", cx: 12, cy: 12, r: 8 }),
    h("path", { d: "M12 3A9 9 0 0 0 12 21Z" }),
  ],
  unknown: () => [
    h("path", { class: "outline", d: "M7 8A5 5 0 1 1 14.5 12.5Q12 14 12 16.5" }),
    h("circle", { cx: 12, cy: 21, r: 2.2 }),
  ],
  out: () => h("path", { class: "outline", d: "M5 5L19 19M19 5L5 19" }),
  tick: () => h("path", { class: "outline", d: "M3 13L10 20L21 4" }),
  ring: () => h("circle", { class: "outline", cx: 12, cy: 12, r: 9 }),
  target: () => [h("circle", { class: "outline", cx: 12, cy: 12, r: 9.5 }), h("circle", { cx: 12, cy: 12, r: 4.5 })],
  lost: () =>
    h("path", {
      class: "outline thin",
      d:
        "M10 7L12.5 4.5A4.6 4.6 0 0 1 19.5 11.5L17 14M14 17L11.5 19.5A4.6 4.6 0 0 1 4.5 12.5L7 10" +
        "M7 2.5V5.5M2.5 7H5.5M17 21.5V18.5M21.5 17H18.5",
    }),
};

/** A mark of `size` px with its middle at (x, y), inside an SVG. */
export function mark(name, x, y, size, className) {
  if (!name) return null;
  const scale = size / 24;
  const place = `translate(${x - size / 2} ${y - size / 2}) scale(${scale})`;
  return h("g", { class: `mark ${className ?? ""}`, transform: place }, MARKS[name]());
}

/** A mark that stands alone, as large as its style says. */
export const markFigure = (name, className) =>
  h("svg", { class: className, viewBox: "-1 -2 26 29", "aria-hidden": "true" }, h("g", { class: "mark" }, MARKS[name]()));
