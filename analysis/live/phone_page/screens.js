/** What the phone shows: how to begin, the count and the cue, or what is wrong. */

import { bars, columnsOf } from "/page/bars.js";
import { h } from "/page/dom.js";
import { markFigure } from "/page/kinds.js";
import { say } from "/page/language.js";
import { lockBar } from "./lock.js";
import { linkWords, placeTitle, troubleWords, waiting, waitingFor } from "./words.js";

const TONES = { swing: "mom", lean: "mom", speed: "mom", corrected: "ctl" };
const STEPS = [say("phone.step_tap"), say("phone.step_strap"), say("phone.step_hang")];
const MARKS = { swing: "swing", lean: "swing", speed: "speed", half: "half", corrected: "tick", target: "target", unjudged: "unknown" };

export function screen(phone) {
  const body = phone.trouble ? troubled(phone) : phone.measuring ? measuring(phone) : start(phone);
  const inUse = phone.measuring && !phone.finished && !phone.trouble;
  return [head(phone), body, inUse ? lockBar(phone.lock, phone.tell) : null];
}

function head({ place, way, measuring, finished, waiting_s }) {
  return h("header", null, h("b", null, placeTitle(place)), h("span", { class: "space" }), !finished && (measuring || way) ? h("span", { class: "way", role: "status" }, linkWords(way, waiting_s)) : null);
}

function start({ allow }) {
  return h(
    "main",
    { key: "start", class: "begin" },
    h("h1", null, say("phone.title")),
    h("ol", null, STEPS.map((step) => h("li", { key: step }, step))),
    h("button", { class: "btn primary", on: { click: allow } }, say("phone.allow")),
  );
}

function troubled({ trouble, troubleLine }) {
  return h("main", { key: "trouble", class: "begin" }, panel("inverse", null, ...troubleWords(trouble, troubleLine), "alert"));
}

function measuring(phone) {
  const { state, way } = phone;
  if (phone.finished) return h("main", { key: "finished", class: "begin" }, ended(state?.summary), panel("calm", "tick", say("phone.saved"), say("phone.all_saved"), "status"));
  const arm = state?.arms.find(({ sensor }) => sensor === phone.place) ?? state?.arms[0];
  const shown = arm && (state.screen === "in_set" || arm.count > 0);
  return h(
    "main",
    { key: "measuring", class: "measure" },
    shown ? count(arm) : null,
    said(phone, way),
    shown ? h("div", { key: "bars", class: "bars-of" }, bars(columnsOf(arm.reps, { target: arm.target }))) : null,
    h("p", { key: "remark", class: "remark", hidden: !phone.remark }, phone.remark),
  );
}

/** The last set in numbers, and its advice. */
function ended(summary) {
  return summary ? panel("calm", null, summary.lines.join(", "), summary.advice ?? "", "status", "ended") : null;
}

function count({ count: reps, target }) {
  return h("p", { key: "count", class: "count" }, h("b", null, reps), target === null ? null : h("span", null, say("page.of_target", { target })));
}

/** The cue in the set; else what the computer says, or that it cannot be reached. */
function said(phone, way) {
  const { state } = phone;
  if (!way) return panel("inverse", null, say("phone.no_link"), say("phone.goes_on"), "alert");
  if (!state) return panel("calm", null, ...waiting(), "status");
  if (state.screen === "searching") return panel("calm", null, ...waitingFor(state.awaited, phone.place), "status");
  const { cue, notice, summary } = state;
  if (notice) return panel("inverse", null, notice.headline, notice.line, "status");
  if (cue) return panel(TONES[cue.kind] ?? "calm", MARKS[cue.kind], cue.headline, cue.line, "status");
  if (state.screen === "rest" && summary) return panel("calm", null, summary.lines.join(", "), summary.advice ?? "", "status");
  return panel("empty", null, "", "", "status");
}

function panel(tone, mark, headline, line, role, key = "panel") {
  return h(
    "div",
    { key, class: `panel ${tone}` },
    h(
      "div",
      { class: "said", role },
      mark ? markFigure(mark, "sign") : null,
      h("div", { class: "sentences" }, h("h2", null, headline), line ? h("p", null, line) : null),
    ),
  );
}
