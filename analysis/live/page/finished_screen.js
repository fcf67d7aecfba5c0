/** After the session: every set on one scale, the advice of the last one, and the way to the report. */

import { bars, columnsOf } from "./bars.js";
import { h } from "./dom.js";
import { say } from "./language.js";
import { banner, dataFaults, toldLines, why } from "./rest_screen.js";

export function finishedScreen(store) {
  const { session, summary } = store.state;
  const sets = session?.sets ?? [];
  return h(
    "main",
    { key: "finished", class: "finished" },
    banner(store),
    h("h1", { class: "lines" }, totals(sets)),
    why(summary),
    files(store),
    h("ol", { class: "sets" }, sets.map((set) => one(set, store))),
    toldLines(session?.told),
    dataFaults(store.state),
  );
}

/** All that was judged, taken-out reps left out. */
function totals(sets) {
  const reps = sets.flatMap((set) => set.reps ?? []).filter((rep) => !rep.out);
  const many = (is) => reps.filter(is).length;
  if (!reps.length) return say("page.no_rep");
  const speed = many(({ verdict, cause }) => verdict === "momentum" && cause === "speed");
  const swing = many(({ verdict }) => verdict === "momentum") - speed;
  return [
    h("span", { class: "c" }, say("page.finished.controlled", { n: many(({ verdict }) => verdict === "controlled") })),
    swing > 0 && h("span", { class: "m" }, say("page.finished.swing", { n: swing })),
    speed > 0 && h("span", { class: "m" }, say("page.finished.speed", { n: speed })),
  ];
}

/** The report while the program can show it, and where report and recording lie. */
function files({ state: { session, recording }, link }) {
  return h(
    "div",
    { class: "row after" },
    session?.report_url && link !== "down" ? h("a", { class: "btn primary", href: session.report_url }, say("page.finished.open_report")) : null,
    h(
      "div",
      null,
      recording?.path ? h("p", null, recording.ok ? say("page.finished.recorded_in", recording) : recording.text) : null,
      recording?.report ? h("p", null, say("page.finished.report", { path: recording.report })) : null,
    ),
  );
}

function one(set, { open, link }) {
  const title = say("page.set", { number: set.n });
  return h(
    "li",
    { key: set.n },
    h("div", { class: "about" }, h("h2", null, title), h("p", null, set.text), link === "down" ? h("b", null, set.weight) : weight(set, open)),
    h("div", { class: "arm-bars" }, bars(columnsOf(set.reps ?? []), { label: `${title}: ` })),
  );
}

const weight = (set, open) =>
  h("button", { class: "btn", "aria-label": say("page.finished.change_weight", { number: set.n }), on: { click: () => open({ kind: "weight", set: set.n }) } }, set.weight ?? say("page.finished.unknown_weight"));
