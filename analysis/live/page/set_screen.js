/** In the set: count, cue, this rep against the limit. Read from three metres. */

import { dial } from "./arc.js";
import { bars, columnsOf } from "./bars.js";
import { cuePanel } from "./cue.js";
import { h } from "./dom.js";
import { markFigure } from "./kinds.js";
import { say } from "./language.js";
import { traceFigure } from "./trace.js";
import { armName, score, sideName } from "./words.js";

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
  const target = arm.target === null ? null : say("page.of_target", arm);
  const word = state.arms.length > 1 ? [sideName(arm.side), target].filter(Boolean).join(", ") : target;
  const told = { dim: lost, note: lost ? say("page.dial.saved") : word, paired: state.arms.length > 1 };
  return h("div", { key: arm.sensor, class: "dial-of" }, dial(arm, trace.run(arm), told));
}

function figures(store, lost) {
  const { state, trace } = store;
  const span_s = store.narrow ? NARROW_SPAN_S : WIDE_SPAN_S;
  return [
    h(
      "section",
      { key: "bars", class: "bars-of" },
      caption([h("b", null, say("page.bars.title")), ", ", say("page.bars.each_rep")], say("page.bars.scale")),
      byArm(state).map((arm) => barsOf(arm, lost, state.arms.length > 1)),
    ),
    h(
      "section",
      { key: "trace", class: "trace-of" },
      caption([h("b", null, say("page.trace.title")), ", ", say("page.trace.span", { seconds: span_s })], lost ? say("page.trace.nothing") : null),
      byArm(state).map((arm) => h("div", { key: arm.sensor, class: "line-of" }, traceFigure(arm, trace.of(arm.sensor), span_s, lost))),
    ),
  ];
}

const caption = (left, right) => h("p", { class: "caption" }, h("span", null, left), h("span", null, right));

/** The bar of the rep being lifted is the meter; with none, the last rep's bar stays wide. */
function barsOf(arm, lost, named) {
  const columns = columnsOf(arm.reps, { current: arm.current, target: arm.target, missing: lost });
  const wide = arm.current?.rising ? arm.reps.length : arm.reps.length - 1;
  const label = named ? `${armName(arm.side)}: ` : "";
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
  const told = { "aria-valuenow": Math.min(100, value), "aria-valuetext": say("page.bars.value", { value, verdict: column.kind.word }) };
  return h("div", { class: "vh", role: "meter", "aria-label": label + say("page.bars.momentum_of_rep", { number: column.n }), "aria-valuemin": 0, "aria-valuemax": 100, ...told });
}

function checkList({ state: { check, moved, last_time: before }, mute }) {
  const items = mute ? [...check, SOUND] : check;
  return h(
    "section",
    { key: "check", class: "check" },
    h("div", { class: "head" }, h("h2", null, say("page.check.title")), moved ? h("p", { class: "moved" }, moved.text) : null),
    before ? h("p", { class: "before" }, before) : null,
    h("ul", null, items.map((item) => checked(item))),
  );
}

/** Browsers allow sound only after a tap. */
const SOUND = { text: say("page.sound"), ok: null, word: say("page.check.tap_once") };

function checked({ text, ok, word = ok === false ? say("page.check.not_yet") : ok ? null : say("page.check.unknown") }) {
  const sign = markFigure(ok ? "tick" : ok === false ? "ring" : "unknown", "sign");
  return h("li", { key: text, class: ok ? "" : "open" }, sign, h("span", null, text, word && h("i", null, word)));
}

/** The count is spoken only where the person chose to hear counts. */
function announced({ state, settings }) {
  const text = state.arms.map((arm) => (state.arms.length > 1 ? `${sideName(arm.side)} ${arm.count}` : arm.count)).join(", ");
  return h("p", { class: "vh", "aria-live": "polite" }, settings.sound === "count" ? text : "");
}
