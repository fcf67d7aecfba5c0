/** What stays at the thumb: weight, arm, target, sound, and how the set ends. */

import { h } from "./dom.js";
import { SOUND_MODES } from "./settings.js";
import { DASH, counted, sideName, weightNumber } from "./words.js";

const SPEEDS = [1, 2, 5, 10];
const SHORT = { off: "Off", swing: "Swing", count: "Count" };

export function footer(store) {
  const { state, act } = store;
  if (state.screen === "finished") return h("footer", null, h("div", { class: "row told" }, sheetButton(store), store.link === "down" ? null : ending(state, act)));
  const replayed = state.mode === "replay";
  return h(
    "footer",
    { class: replayed ? "replayed" : null },
    weight(store),
    h("div", { class: "row told" }, arm(store), target(store), replayed ? player(store) : null, sheetButton(store), ending(state, act)),
  );
}

function weight({ state, act, open }) {
  const step = (steps) => () => act({ do: "weight_step", steps });
  const label = state.weight ? `Weight ${state.weight.text}, change` : "Weight unknown, set it";
  return h(
    "div",
    { class: "weight", role: "group", "aria-label": "Weight" },
    h("button", { class: "btn big", "aria-label": "Lighter", on: { click: step(-1) } }, "−"),
    h("button", { class: "value", "aria-label": label, on: { click: () => open({ kind: "weight" }) } }, shownWeight(state.weight)),
    h("button", { class: "btn big", "aria-label": "Heavier", on: { click: step(1) } }, "+"),
  );
}

const shownWeight = (weight) =>
  weight ? [h("b", null, weightNumber(weight)), h("span", null, weight.unit)] : h("span", null, "Set weight");

function field(key, caption, value, click) {
  return h("button", { key, class: `field ${key}`, on: { click } }, h("span", null, caption), h("b", null, value));
}

function arm({ state, act }) {
  if (state.arms.length > 1) return h("div", { key: "arm", class: "field" }, h("span", null, "Arm"), h("b", null, "Both"));
  const other = state.side === "right" ? "left" : "right";
  return field("arm", "Arm", sideName(state.side), () => act({ do: "side", side: other }));
}

function target({ state, open }) {
  const text = state.target_reps === null ? "None" : counted(state.target_reps, "rep");
  return field("target", "Target", text, () => open({ kind: "target" }));
}

function player({ state, act }) {
  const { paused = false, speed = null } = state.player ?? {};
  const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length];
  return [
    field("pause", "Replay", paused ? "Go on" : "Pause", () => act({ do: "pause" })),
    field("pace", "Speed", speed === null ? DASH : `${speed}×`, () => act({ do: "speed", speed: next })),
  ];
}

function sheetButton({ settings, open, choose }) {
  const modes = SOUND_MODES.map(([mode, name]) =>
    h("button", { key: mode, "aria-pressed": String(settings.sound === mode), on: { click: () => choose({ sound: mode }) } }, name),
  );
  return [
    h("div", { key: "sound", class: "seg wide", role: "group", "aria-label": "Sound" }, modes),
    h("button", { key: "more", class: "btn more wide", on: { click: () => open({ kind: "sheet" }) } }, "More"),
    h("button", { key: "sheet", class: "field sheet-button narrow", on: { click: () => open({ kind: "sheet" }) } }, h("span", null, "Sound, more"), h("b", null, SHORT[settings.sound])),
  ];
}

/** The button at the right: what ends the state the session is in. */
function ending({ screen, clock }, act) {
  const button = (what, label) => h("button", { key: what, class: "btn end", on: { click: () => act({ do: what }) } }, label);
  if (screen === "in_set" || screen === "lost") return button("end_set", "End set");
  if (screen === "rest") return [clock?.kind === "rest" ? null : button("start_rest", "Start rest"), button("finish", "Finish")];
  if (screen === "waiting") return button("finish", "Finish");
  return screen === "finished" ? button("new_session", "New session") : null;
}
