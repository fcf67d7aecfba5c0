/** One bar per rep against the limit: the same picture in the set, in the rest and in the session. */

import { h } from "./dom.js";
import { COMING, NO_DATA, kindOf, liveKind, mark, painted } from "./kinds.js";
import { say } from "./language.js";
import { wordWidth } from "./letters.js";
import { finding, score } from "./words.js";
import { brackets } from "./brackets.js";

const USUAL_SLOTS = 10;
/** Score from which a rep is momentum. */
const LIMIT = 0.5;
const LIMIT_WORD = say("page.bars.limit");
/** Space between the last bar and that word, px. */
const LIMIT_GAP = 12;

/** The columns of an arm: its reps, the one being lifted, and those to come. */
export function columnsOf(reps, { current = null, target = null, missing = false } = {}) {
  const columns = reps.map((rep) => ({ n: rep.n, kind: kindOf(rep), value: rep.momentum, rep }));
  if (missing) columns.push({ n: columns.length + 1, kind: NO_DATA, value: null });
  else if (current?.rising) columns.push({ n: columns.length + 1, kind: liveKind(current), value: current.momentum });
  for (let n = columns.length + 1; n <= (target ?? 0); n += 1) columns.push({ n, kind: COMING, value: null });
  return columns;
}

/** Left edge and width of every column, px; the `wide` one is the meter of the rep that matters now. */
function places(count, wide, width) {
  const slots = Math.max(count, USUAL_SLOTS);
  const gap = slots > 20 ? 0.15 : 0.26;
  const extra = wide >= 0 ? 1.1 : 0;
  const unit = width / (slots + extra + gap * (slots - 1));
  let x = 0;
  return Array.from({ length: count }, (_, i) => {
    const place = { x, width: unit * (i === wide ? 1 + extra : 1) };
    x += place.width + unit * gap;
    return place;
  });
}

/** How large the parts are in a figure of this size, px. */
function measures(w, hgt, braced) {
  const text = Math.max(13, Math.min(26, w / 39));
  const markSize = text * 0.95;
  const top = braced ? text * 2.2 : 4;
  const foot = text * 1.45 + markSize + 8;
  const limitRoom = LIMIT_GAP + wordWidth(LIMIT_WORD, 700) * text;
  const base = Math.max(top + 24, hgt - foot);
  const whole = Math.max(0.7 * (base - top), base - top - 1.4 * text); // height of 100: its number fits above
  return { text, markSize, top, base, whole, end: w - limitRoom, w };
}

/**
 * The figure of a set.
 *
 * `wide`: index of the column drawn wider (-1: none). `pick(n)`: called when a rep is tapped. `braced`: words over runs.
 */
export function bars(columns, { wide = -1, picked = null, pick = null, braced = false, label = "" } = {}) {
  const draw = (w, hgt) => figure(columns, measures(w, hgt, braced), { wide, picked, pick, braced });
  const role = { role: "img", "aria-label": `${label}${finding(columns)}` };
  return h("div", { class: "bars" }, h("svg", { ...role, class: pick ? "pickable" : null, fit: draw }));
}

function figure(columns, m, { wide, picked, pick, braced }) {
  const at = places(columns.length, wide, m.end);
  const drawn = columns.map((column, i) => [column, at[i], i === wide]);
  const level = m.base - m.whole * LIMIT;
  return [
    h("g", null, drawn.map(([c, p, isWide]) => bar(c, p, m, isWide))),
    h("path", { class: "limit", d: `M0 ${level}H${m.end + 6}` }),
    h("text", { class: "b", x: m.end + LIMIT_GAP, y: level + m.text * 0.35, "font-size": m.text }, LIMIT_WORD),
    h("g", null, braced ? brackets(columns, at, m) : null),
    h("g", null, pick ? drawn.map(([c, p]) => target(c, p, m, picked, pick)) : null),
  ];
}

function bar(column, place, m, wide) {
  const { kind, n, value } = column;
  const height = m.base - m.top;
  const filled = value === null || !kind.fill ? 0 : Math.max(4, m.whole * Math.min(1, value));
  const box = { x: place.x, width: place.width, rx: 3 };
  const middle = place.x + place.width / 2;
  const row = m.base + m.text * 1.2;
  return h(
    "g",
    { key: n, class: `bar ${kind.tone}` },
    h("rect", { ...box, y: m.top, height, ...painted(kind.ground) }),
    filled > 0 && h("rect", { ...box, y: m.base - filled, height: filled, ...painted(kind.fill) }),
    kind.fill && shownScore(value, middle, m.base - filled, place.width, m, wide, kind),
    numbered(n, wide, place.width, m) && number(column, middle, row, m, wide, place.width),
    mark(kind.mark, middle, m.base + m.text * 1.45 + m.markSize / 2 + 4, Math.min(m.markSize, place.width + 4)),
  );
}

function shownScore(value, x, top, width, m, wide, kind) {
  const above = top - m.top + 2;
  const size = wide ? Math.max(m.text, Math.min(m.text * 1.65, above / 1.26)) : m.text; // 1.26: its line, and the space below
  if (value === null || width < size * 1.05) return null;
  const tone = kind.tone === "mom" ? "f-mom-t b" : wide ? "b" : "f-t2";
  return h("text", { class: tone, x, y: top - size * 0.35, "font-size": size, "text-anchor": "middle" }, score(value));
}

/** Bars too narrow for their numbers carry every fifth. */
const numbered = (n, wide, width, m) => wide || width > m.text * 1.3 || n % 5 === 0;

function number({ kind, n, rep }, x, y, m, wide, width) {
  const text = kind === NO_DATA && !rep ? (width > 3.4 * m.text ? kind.word : "?") : n;
  const tone = kind === COMING ? "f-t3" : rep?.out ? "f-t3 struck" : wide || kind.tone === "mom" ? "b" : "";
  return h("text", { class: tone, x, y, "font-size": wide ? m.text * 1.2 : m.text, "text-anchor": "middle" }, text);
}

function target({ n, rep }, place, m, picked, pick) {
  if (!rep) return null;
  const chosen = rep.key === picked;
  const box = { x: place.x - 2, y: m.top - 2, width: place.width + 4, height: m.base - m.top + 4, rx: 5 };
  return h("rect", { key: n, ...box, class: chosen ? "picked" : "pick", on: { click: () => pick(rep.key) } });
}
