/** The count, and round it the path of the wrist: how far the arm came, and from where on momentum was called. */

import { h } from "./dom.js";
import { say } from "./language.js";
import { wordWidth } from "./letters.js";

const FULL_DEG = 150;
const ELBOW = { x: 286, y: 300 };
const RADIUS = 262;
const BOX = { x: 92, y: 6, width: 480, height: 588 };
/** Middles of the count and of the words below it, and its size by the number of digits. Of two arms the open sides meet: neither may reach out. */
const ALONE = { x: 242, noteX: 242, sizes: [430, 330, 215] };
const PAIRED = { x: 300, noteX: 264, sizes: [430, 300, 200] };
/** Room for the words below the count. */
const NOTE_WIDTH = 250;
/** Below this height the count stands alone. */
const LOWEST_PX = 150;

/** Width of a digit over its size, in whatever font there is: what the box has room for. */
const DIGIT = 0.56;
const USUAL = say("page.dial.usual");

/** `arm` of the state, `run` of the trace: where the rep being lifted has been. */
export function dial(arm, run, { dim = false, note = null, paired = false } = {}) {
  const reps = say("count.rep", { n: arm.count });
  const label = arm.target ? say("page.dial.reps_of", { reps, target: arm.target }) : reps;
  const fit = (w, hgt) => (hgt < LOWEST_PX ? bare(arm, w, hgt, dim) : figure(arm, run, w, hgt, { dim, note, paired }));
  return h("div", { class: "dial" }, h("svg", { role: "img", "aria-label": label, fit }));
}

function bare(arm, w, hgt, dim) {
  return countText(arm, w / 2, hgt * 0.86, Math.min(hgt * 1.1, w / String(arm.count).length), dim);
}

function figure(arm, run, w, hgt, { dim, note, paired }) {
  const k = Math.min(w / BOX.width, hgt / BOX.height);
  const sign = arm.side === "left" ? -1 : 1;
  const middle = { x: w / 2, y: hgt / 2 };
  const at = (x, y) => [middle.x + sign * (x - BOX.x - BOX.width / 2) * k, middle.y + (y - BOX.y - BOX.height / 2) * k];
  const polar = (deg, r = RADIUS) => {
    const turn = (deg * Math.PI) / 180;
    return at(ELBOW.x + r * Math.sin(turn), ELBOW.y + r * Math.cos(turn));
  };
  const { x: across, noteX, sizes } = paired ? PAIRED : ALONE;
  const size = sizes[String(arm.count).length - 1] ?? 160;
  const [countX, countY] = at(across, 275);
  const noteAt = at(noteX, 510);
  return [
    h("g", { "stroke-width": 34 * k }, track({ polar, k, sign, w }, arm, run, dim)),
    countText(arm, countX, countY + size * 0.358 * k, size * k, dim),
    note && h("text", { class: "f-t2", x: noteAt[0], y: noteAt[1], "font-size": noteSize(note, k), "text-anchor": "middle" }, note),
  ];
}

/** Words below the count are as large as fits between the ends of the path. */
const noteSize = (note, k) => Math.max(13, Math.min(Math.max(15, 44 * k), (NOTE_WIDTH * k) / wordWidth(note)));

function countText({ count, doubtful }, x, y, size, dim) {
  const tone = dim ? "dim" : count === 0 || doubtful ? "f-t3" : "";
  const wide = { textLength: DIGIT * size * String(count).length, lengthAdjust: "spacingAndGlyphs" };
  return h("text", { class: `count b ${tone}`, x, y, "font-size": size, "text-anchor": "middle", ...wide }, count);
}

function track(figure, arm, run, dim) {
  const { polar, k } = figure;
  const seen = dim ? null : seenOf(arm, run);
  const arc = (className, from, to, fill) =>
    to > from ? h("path", { class: `arc ${className}`, stroke: fill, d: path(figure, from, to) }) : null;
  const called = seen?.called ?? null;
  const [dotX, dotY] = seen ? polar(seen.now) : [0, 0];
  return [
    arc("track", 0, FULL_DEG),
    seen && arc("s-ctl", 0, Math.min(seen.top, called ?? seen.top)),
    called !== null && arc("", called, seen.top, "url(#swing)"),
    called !== null && tick(polar, called, -32, 18, k),
    usual(figure, arm.usual_top_deg),
    seen && h("circle", { class: "wrist", cx: dotX, cy: dotY, r: 25 * k, "stroke-width": 6 * k }),
  ];
}

/** Where the wrist is; the top of the rep shown and where momentum was called in it. Null while unknown. */
function seenOf({ angle_deg: now, current, reps }, run) {
  if (now === null || now === undefined) return null;
  const last = current?.rising ? null : reps.at(-1);
  const top = last?.top_deg ?? run.top_deg ?? 0;
  const called = last?.called_deg ?? run.called_deg;
  const clip = (deg) => Math.max(0, Math.min(FULL_DEG, deg));
  const shown = current?.rising ? Math.max(now, top) : top;
  return { now: clip(now), top: clip(shown), called: called === null ? null : clip(called) };
}

function path({ polar, k, sign }, from, to) {
  const r = RADIUS * k;
  const [x0, y0] = polar(from);
  const [x1, y1] = polar(to);
  return `M${x0} ${y0}A${r} ${r} 0 0 ${sign > 0 ? 0 : 1} ${x1} ${y1}`;
}

function tick(polar, deg, inside, outside, k) {
  const [x0, y0] = polar(deg, RADIUS + inside);
  const [x1, y1] = polar(deg, RADIUS + outside);
  return h("path", { class: "tick", d: `M${x0} ${y0}L${x1} ${y1}`, "stroke-width": Math.max(2, 4 * k) });
}

/** The word is left out where it would be cut off; the tick stays. */
function usual({ polar, k, sign, w }, deg) {
  if (deg === null || deg === undefined) return null;
  const [x, y] = polar(deg, RADIUS + 40);
  const anchor = sign > 0 ? "start" : "end";
  const size = Math.max(13, 19 * k);
  const room = sign > 0 ? w - x : x;
  return [
    tick(polar, deg, -18, 30, k),
    room > wordWidth(USUAL) * size && h("text", { class: "f-t2", x, y, "font-size": size, "text-anchor": anchor, "stroke-width": 0 }, USUAL),
  ];
}
