/** Words over runs of reps; one bracket per run, and no label touches another. */

import { h } from "./dom.js";
import { say } from "./language.js";
import { numbers } from "./words.js";

/** Mean width of a bold letter, of its size. */
const LETTER = 0.56;

/** Brackets over the columns that hold reps; `at` gives their places, `m` the measures of the figure. */
export function brackets(columns, at, m) {
  const found = runs(columns.filter((column) => column.rep));
  const taken = [];
  const order = [...found].sort((a, b) => Number(b.tone === "mom") - Number(a.tone === "mom"));
  for (const run of order) {
    const right = at[run.to].x + at[run.to].width;
    run.label = placed(run, at[run.from].x, right, m, taken);
  }
  return found.map((run) => bracket(run, at[run.from].x, at[run.to].x + at[run.to].width, m));
}

function runs(columns) {
  const found = [];
  columns.forEach((column, i) => {
    const name = column.kind.tone === "mom" ? "momentum" : column.kind.name;
    const last = found.at(-1);
    if (last?.name === name) {
      last.to = i;
      last.columns.push(column);
    } else found.push({ name, tone: column.kind.tone, from: i, to: i, columns: [column] });
  });
  return found;
}

/** What may stand over a run, the fullest first. */
function candidates({ name, columns }) {
  const { word } = columns[0].kind;
  if (name === "partial") return [say("page.run.half_reps", { n: columns.length }), say("page.run.half")];
  if (name === "short") return [say("page.run.short_reps", { n: columns.length }), say("page.run.short")];
  if (name === "near") return [word, say("page.run.near")];
  if (name === "gap") return [word, say("page.run.lost")];
  if (name !== "momentum") return [word];
  const causes = new Set(columns.map((c) => c.kind.name));
  if (causes.size === 1) return [word];
  if (causes.has("speed")) return [say("page.run.swing_or_fast"), say("page.run.momentum")];
  const fast = columns.filter((c) => c.kind.name !== "swing").map((c) => c.n);
  return [say("page.run.swing_some_fast", { reps: numbers(fast) }), say("page.kind.both"), say("page.kind.swing")];
}

function placed(run, left, right, m, taken) {
  for (const text of candidates(run)) {
    const width = text.length * m.text * LETTER;
    for (const x of [left, Math.min(right, m.w) - width]) {
      const free = taken.every(([a, b]) => x >= b + 6 || x + width + 6 <= a);
      if (x >= 0 && x + width <= m.w && free) {
        taken.push([x, x + width]);
        return { x, text };
      }
    }
  }
  return null;
}

function bracket({ tone, label, from }, left, right, m) {
  const y = m.top - 6;
  return h(
    "g",
    { key: from, class: `bracket ${tone}` },
    h("path", { d: `M${left + 1} ${y}V${y - 6}H${right - 1}V${y}` }),
    label && h("text", { class: "b", x: label.x, y: y - 14, "font-size": m.text }, label.text),
  );
}
