/** In the set: count, cue, this rep against the limit. Read from three metres. */

import { dial } from "./arc.js";
import { bars, columnsOf } from "./bars.js";
import { cuePanel } from "./cue.js";
import { h } from "./dom.js";
import { markFigure } from "./kinds.js";
import { traceFigure } from "./trace.js";
import { score, sideName } from "./words.js";

const WIDE_SPAN_S = 13;
const NARROW_SPAN_S = 9;

export function setScreen(store) {
  const { state } = store;
  const lost = state.screen === "lost";
  const two = state.arms.length > 1;
  const check = state.screen === "waiting" && state.check?.length && state.arms.every((arm) => arm.count === 0);
  return h(
    "main",
    { key: "set", class: `set ${two ? "two" : ""} ${state.screen}` },
    h("div", { class: "dials" }, byArm(state).map((arm) => dialOf(store, arm, lost))),
    h(
      "div",
      { class: "beside" },
      cuePanel(store),
      check ? checkList(store) : figures(store, lost),
    ),
    announced(store),
  );
}

/** The left arm stands at the left. */
const byArm = ({ arms }) => [...arms].sort((a, b) => Number(b.side === "left") - Number(a.side === "left"));

function dialOf({ state, trace }, arm, lost) {
  const target = arm.target === null ? null : `of ${arm.target}`;
  const word = state.arms.length > 1 ? [sideName(arm.side), target].filter(Boolean).join(", ") : target;
  const told = { dim: lost, note: lost ? "saved" : word, paired: state.arms.length > 1 };
  return h("div", { key: arm.sensor, class: "dial-of" }, dial(arm, trace.run(arm), told));
}

function figures(store, lost) {
  const { state, trace } = store;
  const span_s = store.narrow ? NARROW_SPAN_S : WIDE_SPAN_S;
  return [
    h(
      "section",
      { key: "bars", class: "bars-of" },
      caption([h("b", null, "Momentum"), ", each rep"], "0 to 100"),
      byArm(state).map((arm) => barsOf(arm, lost, state.arms.length > 1)),
    ),
    h(
      "section",
      { key: "trace", class: "trace-of" },
      caption([h("b", null, "Forearm"), `, last ${span_s} s`], lost ? "nothing received" : null),
      byArm(state).map((arm) => h("div", { key: arm.sensor, class: "line-of" }, traceFigure(arm, trace.of(arm.sensor), span_s, lost))),
    ),
  ];
}

const caption = (left, right) => h("p", { class: "caption" }, h("span", null, left), h("span", null, right));

/** The bar of the rep being lifted is the meter; with none, the last rep's bar stays wide. */
function barsOf(arm, lost, named) {
  const columns = columnsOf(arm.reps, { current: arm.current, target: arm.target, missing: lost });
  const wide = arm.current?.rising ? arm.reps.length : arm.reps.length - 1;
  const label = named ? `${sideName(arm.side)} arm: ` : "";
  return h(
    "div",
    { key: arm.sensor, class: "arm-bars" },
    named ? h("p", { class: "arm-name" }, sideName(arm.side)) : null,
    bars(columns, { wide: lost ? -1 : wide, label }),
    meter(columns[wide], label),
  );
}

/** The same bar for those who do not see it. */
function meter(column, label) {
  const value = column ? score(column.value) : null;
  if (value === null) return null;
  const told = { "aria-valuenow": Math.min(100, value), "aria-valuetext": `${value}, limit 50, ${column.kind.word}` };
  return h("div", { class: "vh", role: "meter", "aria-label": `${label}Momentum of rep ${column.n}`, "aria-valuemin": 0, "aria-valuemax": 100, ...told });
}

function checkList({ state: { check, moved, last_time: before }, mute }) {
  const items = mute ? [...check, SOUND] : check;
  return h(
    "section",
    { key: "check", class: "check" },
    h("div", { class: "head" }, h("h2", null, "Before the set"), moved ? h("p", { class: "moved" }, moved.text) : null),
    before ? h("p", { class: "before" }, before) : null,
    h("ul", null, items.map((item) => checked(item))),
  );
}

/** Browsers allow sound only after a tap. */
const SOUND = { text: "Sound", ok: null, word: "tap once" };

function checked({ text, ok, word = ok === false ? "not yet" : ok ? null : "not known yet" }) {
  const sign = markFigure(ok ? "tick" : ok === false ? "ring" : "unknown", "sign");
  return h("li", { key: text, class: ok ? "" : "open" }, sign, h("span", null, text, word && h("i", null, word)));
}

/** The count is spoken only where the person chose to hear counts. */
function announced({ state, settings }) {
  const text = state.arms.map((arm) => (state.arms.length > 1 ? `${sideName(arm.side)} ${arm.count}` : arm.count)).join(", ");
  return h("p", { class: "vh", "aria-live": "polite" }, settings.sound === "count" ? text : "");
}
