/** The forearm's angle over the last seconds, coloured by what was known when each point came. */

import { h } from "./dom.js";
import { say } from "./language.js";

const KEPT_S = 30;
const GAP_S = 0.5;
const HANGING_DEG = 15;
const HIGHEST_DEG = 150;

/** What came from each sensor: points, rep numbers at their tops, and the present. */
export class Trace {
  #sensors = new Map();

  /** The record of one sensor. */
  of(sensor) {
    if (!this.#sensors.has(sensor)) this.#sensors.set(sensor, { points: [], labels: [], now_s: null, received_ms: 0, count: null });
    return this.#sensors.get(sensor);
  }

  /** New points; `arm` says what the rep being lifted was called by now. */
  add({ sensor, t, deg, now_s }, arm) {
    const record = this.of(sensor);
    if (t.length && t[0] < (record.points.at(-1)?.t ?? t[0])) record.points.length = 0;
    const rep = arm ? arm.count + (arm.current?.rising ? 1 : 0) : 0;
    t.forEach((time, i) => {
      record.points.push({ t: time, deg: deg[i], rep, kind: kindOfPoint(arm, deg[i], record.points.at(-1)) });
    });
    record.received_ms = performance.now();
    record.now_s = now_s ?? t.at(-1) ?? record.now_s;
    record.points = record.points.filter((p) => p.t > record.now_s - KEPT_S);
  }

  /** A number goes where the count went up, and goes again with a withdrawn rep. */
  count(arms) {
    for (const { sensor, count } of arms) {
      const record = this.of(sensor);
      const last = record.points.at(-1);
      if (record.count !== null && count === record.count + 1 && last) record.labels.push({ n: count, t: last.t });
      record.labels = record.labels.filter((label) => label.n <= count);
      record.count = count;
    }
  }

  /** Where the rep being lifted, else the last one, has been: its top and where momentum was called; null: unknown. */
  run({ sensor, count, current }) {
    const rep = count + (current?.rising ? 1 : 0);
    const run = this.of(sensor).points.filter((p) => p.rep === rep && p.deg !== null && p.kind !== "t3");
    return {
      top_deg: run.length ? Math.max(...run.map((p) => p.deg)) : null,
      called_deg: run.find((p) => p.kind === "mom")?.deg ?? null,
    };
  }
}

/** Colour of a new point: what the rep under way was called; between reps a fall goes on as it was, and of a rise nothing is known. */
function kindOfPoint(arm, deg, before) {
  if (arm?.current) return arm.current.called ? "mom" : "ctl";
  if (!arm?.count || deg === null || deg < HANGING_DEG) return "t3";
  return before?.deg > deg ? before.kind : "ctl";
}

/** The figure of one arm; `span_s` of it are shown. */
export function traceFigure(arm, record, span_s, lost) {
  const fit = (w, hgt) => (record.now_s === null ? ground(w, hgt) : figure(arm, record, span_s, lost, w, hgt));
  return h("div", { class: "trace" }, h("svg", { role: "img", "aria-label": say("page.trace.described"), fit }));
}

const ground = (w, hgt) => h("path", { key: "ground", class: "ground", d: `M0 ${hgt - 4}H${w}` });

function figure(arm, record, span_s, lost, w, hgt) {
  const top = 24;
  const now_s = record.now_s + (lost ? (performance.now() - record.received_ms) / 1000 : 0);
  const x = (t) => w - 12 - ((now_s - t) / span_s) * (w - 12);
  const points = record.points.filter((p) => p.deg !== null && x(p.t) > -20);
  const highest = Math.max(HIGHEST_DEG, ...points.map((p) => p.deg));
  const y = (deg) => hgt - 5 - (Math.max(-10, deg) / highest) * (hgt - 5 - top);
  const last = points.at(-1);
  const live = last && !lost && record.now_s - last.t < GAP_S;
  return [
    ground(w, hgt),
    h("g", { key: "holes" }, holes(points, now_s).map(([a, b]) => hatched(Math.max(0, x(a)), x(b), top, hgt))),
    h("g", { key: "lines" }, pieces(points).map((p, i) => h("path", { key: i, class: `line s-${p.kind}`, d: line(p.points, x, y) }))),
    h("g", { key: "labels" }, record.labels.filter((l) => x(l.t) > 8).map((l) => number(l, arm, points, x, y))),
    live ? h("circle", { key: "now", class: "f-text", cx: x(last.t), cy: y(last.deg), r: 7 }) : null,
  ];
}

/** Times between which nothing came, [from, to]. */
function holes(points, now_s) {
  const times = [...points.map((p) => p.t), now_s];
  return times.slice(1).flatMap((t, i) => (t - times[i] > GAP_S ? [[times[i], t]] : []));
}

/** Stretches of one colour; each begins where the one before it ended, unless data is missing between. */
function pieces(points) {
  const found = [];
  points.forEach((point, i) => {
    const before = points[i - 1];
    const joined = before && point.t - before.t <= GAP_S;
    if (joined && before.kind === point.kind) found.at(-1).points.push(point);
    else found.push({ kind: point.kind, points: joined ? [before, point] : [point] });
  });
  return found;
}

const line = (points, x, y) => `M${points.map((p) => `${x(p.t).toFixed(1)} ${y(p.deg).toFixed(1)}`).join("L")}`;

function hatched(from, to, top, hgt) {
  return h("rect", { key: from, x: from, y: top - 8, width: Math.max(0, to - from), height: Math.max(0, hgt - top + 4), fill: "url(#gap)" });
}

function number({ n, t }, arm, points, x, y) {
  const near = points.filter((p) => Math.abs(p.t - t) < 1).map((p) => p.deg);
  const flagged = arm.reps.find((rep) => rep.n === n)?.verdict === "momentum";
  const top = y(Math.max(0, ...near)) - 9;
  return h("text", { key: n, class: flagged ? "f-mom-t b" : "f-t2", x: x(t), y: top, "text-anchor": "middle" }, n);
}
