/** Between sets: the result, the clock, what to do next. Read from one metre. */

import { bars, columnsOf } from "./bars.js";
import { noticeOf, noticeRegion } from "./cue.js";
import { h } from "./dom.js";
import { kindOf } from "./kinds.js";
import { say } from "./language.js";
import { clockText, score } from "./words.js";

const TONES = { controlled: "c", momentum: "m" };

export function restScreen(store) {
  const { summary } = store.state;
  return h(
    "main",
    { key: "rest", class: "rest" },
    h("section", { class: "result" }, lines(summary), setBars(store), store.local.picked === null ? [why(summary), toldLines(summary?.beside)] : editor(store), dataFaults(store.state)),
    h("section", { class: "next" }, banner(store), clock(store), sets(store.state), choices(store)),
  );
}

/** A notice of the system; the rest goes on beside it. */
export function banner(store) {
  const notice = noticeOf(store);
  return h("div", { class: `banner ${notice ? "inverse" : ""}` }, noticeRegion(store, notice));
}

/** What was left out of the sensor's readings, and why. */
export function dataFaults({ data }) {
  return data?.length ? h("div", { class: "why" }, data.map((text) => h("p", { key: text }, text))) : null;
}

/** What is said of warm-up, trunk, both sides and the next session: a title and a sentence each. */
export function toldLines(told) {
  return told?.length ? h("dl", { class: "session-lines" }, told.map(({ title, text }) => h("div", { key: title }, h("dt", null, title), h("dd", null, text)))) : null;
}

function lines(summary) {
  const told = summary?.lines ?? [{ text: say("page.no_rep"), kind: null }];
  return h("h1", { class: "lines", style: { "--letters": longest(told) } }, told.map(({ text, kind }) => h("span", { class: TONES[kind] ?? "" }, text)));
}

/** Letters of the longest line, from which its size follows. */
const longest = (told) => Math.max(14, ...told.map(({ text }) => [...text].length));

function setBars(store) {
  const reps = store.state.summary?.reps ?? [];
  if (!reps.length) return null;
  const pick = (key) => store.change({ picked: store.local.picked === key ? null : key });
  return h("div", { class: "arm-bars" }, bars(columnsOf(reps), store.state.summary?.editable ? { braced: true, pick, picked: store.local.picked } : { braced: !store.state.summary?.pending }));
}

/** The advice on a set that is over, and how sure it is. */
export function why(summary) {
  if (summary?.pending) return h("div", { class: "why" }, h("p", { class: "sentence" }, say("page.rest.pending")));
  const advice = summary?.advice;
  if (!advice) return null;
  return h("div", { class: "why" }, h("p", { class: "sentence" }, advice.sentence), advice.sure ? h("p", null, advice.sure) : null);
}

/** What a tap on a bar opens: step through the reps, take one out, put it back, add one that was missed. */
function editor(store) {
  const { state, local, act, change } = store;
  const reps = state.summary?.reps ?? [];
  const i = reps.findIndex((rep) => rep.key === local.picked);
  const rep = reps[i];
  if (!rep) return null;
  const value = score(rep.momentum);
  const step = (by) => h("button", { key: by, class: "btn", disabled: !reps[i + by], "aria-label": by < 0 ? say("page.editor.before") : say("page.editor.after"), on: { click: () => change({ picked: reps[i + by].key }) } }, by < 0 ? "‹" : "›");
  return h(
    "div",
    { class: "editor", role: "group", "aria-label": say("page.editor.title") },
    h("p", null, h("b", null, say("page.rep", { number: rep.n })), `: ${kindOf(rep).word}`, value === null ? null : `, ${value}`),
    h(
      "div",
      { class: "row" },
      step(-1),
      step(1),
      h("button", { key: "toggle", class: "btn", on: { click: () => act({ do: rep.out ? "rep_in" : "rep_out", key: rep.key }) } }, rep.out ? say("page.editor.undo") : say("page.editor.take_out")),
      h("button", { key: "add", class: "btn", on: { click: () => act({ do: "rep_add" }) } }, say("page.editor.add")),
      h("button", { key: "done", class: "btn", on: { click: () => change({ picked: null }) } }, say("page.done")),
    ),
  );
}

function clock(store) {
  const { clock: told } = store.state;
  if (told?.kind !== "rest") return null;
  const elapsed_s = store.elapsed_s();
  const share = told.target_s ? Math.min(1, elapsed_s / told.target_s) : null;
  return h(
    "div",
    { class: "clock" },
    h("span", null, say("page.rest.title")),
    h("b", null, clockText(elapsed_s)),
    h("span", { class: "of" }, told.target_s ? say("page.rest.of_time", { time: clockText(told.target_s) }) : null),
    share === null ? null : h("div", { class: "progress", style: { "--share": share } }),
  );
}

/** The sets before this one, where there is room. */
function sets({ session }) {
  if (!session?.sets?.length) return null;
  return h("ul", { class: "sets-before" }, session.sets.slice(-3).map((set) => h("li", { key: set.n }, h("b", null, say("page.set", { number: set.n })), ` ${[set.weight, set.text].filter(Boolean).join(": ")}`)));
}

function choices(store) {
  const { state, act } = store;
  const offered = state.summary?.advice?.choices ?? [];
  const taken = offered.findIndex((choice) => isChosen(choice, state));
  return h(
    "div",
    { class: "choices" },
    offered.length ? h("h2", null, taken < 0 ? say("page.rest.next_to_take") : say("page.rest.next")) : null,
    offered.map((choice, i) => option(choice, i === 0, i === taken, act)),
    h("p", { class: "go" }, say("page.rest.just_start")),
    !state.summary?.editable ? null : h("button", { class: "plain change", on: { click: () => store.change({ picked: state.summary?.reps?.[0]?.key ?? null }) } }, say("page.rest.change")),
  );
}

/** Where the weight is unknown a choice gives reps alone. */
const isChosen = ({ weight_kg, reps }, { weight, target_reps }) =>
  reps === target_reps && (weight_kg === null || (weight !== null && Math.abs(weight_kg - weight.kg) < 0.01));

function option({ label, weight_kg, reps }, first, chosen, act) {
  return h(
    "button",
    { key: label, class: `option ${chosen ? "on" : ""}`, "aria-pressed": String(chosen), on: { click: () => act({ do: "choose", weight_kg, reps }) } },
    h("span", { class: "radio" }),
    h("span", { class: "label" }, label),
    first ? h("span", { class: "tag" }, say("page.rest.suggested")) : null,
  );
}
