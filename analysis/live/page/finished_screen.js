/** After the session: every set on one scale, and the way to the report. */

import { bars, columnsOf } from "./bars.js";
import { h } from "./dom.js";
import { banner } from "./rest_screen.js";
import { counted } from "./words.js";

export function finishedScreen(store) {
  const { session, recording } = store.state;
  const sets = session?.sets ?? [];
  return h(
    "main",
    { key: "finished", class: "finished" },
    banner(store),
    h("h1", null, sets.length ? counted(sets.length, "set") : "No set"),
    h("ol", { class: "sets" }, sets.map((set) => one(set, store))),
    h(
      "p",
      { class: "row after" },
      session?.report_url ? h("a", { class: "btn primary", href: session.report_url }, "Open the report") : null,
      recording?.path ? h("span", null, recording.ok ? `Recorded in ${recording.path}` : recording.text) : null,
    ),
  );
}

function one(set, { open }) {
  return h(
    "li",
    { key: set.n },
    h("div", { class: "about" }, h("h2", null, `Set ${set.n}`), h("p", null, set.text), weight(set, open)),
    h("div", { class: "arm-bars" }, bars(columnsOf(set.reps ?? []), { label: `Set ${set.n}: ` })),
  );
}

const weight = (set, open) =>
  h("button", { class: "btn", "aria-label": `Weight of set ${set.n}, change`, on: { click: () => open({ kind: "weight", set: set.n }) } }, set.weight ?? "Weight?");
