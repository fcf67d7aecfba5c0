/** What stays at the thumb: weight, arm, target, sound, and how the set ends. */

import { h } from "./dom.js";
import { say, writeNumber } from "./language.js";
import { SOUND_MODES } from "./settings.js";
import { DASH, sideName, weightNumber } from "./words.js";

const SPEEDS = [1, 2, 5, 10];
const SHORT = { off: say("page.sounds.off"), swing: say("page.sounds.swing_in_short"), count: say("page.sounds.count_in_short") };

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
  const label = state.weight ? say("page.footer.change_weight", { weight: state.weight.text }) : say("page.footer.unknown_weight");
  return h(
    "div",
    { class: "weight", role: "group", "aria-label": say("page.weight") },
    h("button", { class: "btn big", "aria-label": say("page.footer.lighter"), on: { click: step(-1) } }, "−"),
    h("button", { class: "value", "aria-label": label, on: { click: () => open({ kind: "weight" }) } }, shownWeight(state.weight)),
    h("button", { class: "btn big", "aria-label": say("page.footer.heavier"), on: { click: step(1) } }, "+"),
  );
}

const shownWeight = (weight) =>
  weight ? [h("b", null, weightNumber(weight)), h("span", null, weight.unit)] : h("span", null, say("page.footer.set_weight"));

function field(key, caption, value, click) {
  return h("button", { key, class: `field ${key}`, on: { click } }, h("span", null, caption), h("b", null, value));
}

function arm({ state, act }) {
  if (state.arms.length > 1) return h("div", { key: "arm", class: "field" }, h("span", null, say("page.side.arm")), h("b", null, say("page.side.both")));
  const other = state.side === "right" ? "left" : "right";
  return field("arm", say("page.side.arm"), sideName(state.side), () => act({ do: "side", side: other }));
}

function target({ state, open }) {
  const text = state.target_reps === null ? say("page.no_target") : say("page.few_reps", { n: state.target_reps });
  return field("target", say("page.target"), text, () => open({ kind: "target" }));
}

function player({ state, act }) {
  const { paused = false, speed = null } = state.player ?? {};
  const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length];
  return [
    field("pause", say("page.footer.replay"), paused ? say("page.footer.go_on") : say("page.footer.pause"), () => act({ do: "pause" })),
    field("pace", say("page.footer.pace"), speed === null ? DASH : `${writeNumber(speed)}×`, () => act({ do: "speed", speed: next })),
  ];
}

function sheetButton({ settings, open, choose }) {
  const modes = SOUND_MODES.map(([mode, name]) =>
    h("button", { key: mode, "aria-pressed": String(settings.sound === mode), on: { click: () => choose({ sound: mode }) } }, name),
  );
  return [
    h("div", { key: "sound", class: "seg wide", role: "group", "aria-label": say("page.sound") }, modes),
    h("button", { key: "more", class: "btn more wide", on: { click: () => open({ kind: "sheet" }) } }, say("page.footer.more")),
    h("button", { key: "sheet", class: "field sheet-button narrow", on: { click: () => open({ kind: "sheet" }) } }, h("span", null, say("page.footer.sound_and_more")), h("b", null, SHORT[settings.sound])),
  ];
}

/** The button at the right: what ends the state the session is in. */
function ending({ screen, clock }, act) {
  const button = (what, label) => h("button", { key: what, class: "btn end", on: { click: () => act({ do: what }) } }, label);
  if (screen === "in_set" || screen === "lost") return button("end_set", say("page.footer.end_set"));
  if (screen === "rest") return [clock?.kind === "rest" ? null : button("start_rest", say("page.footer.start_rest")), button("finish", say("page.footer.finish"))];
  if (screen === "waiting") return button("finish", say("page.footer.finish"));
  return screen === "finished" ? button("new_session", say("page.footer.new_session")) : null;
}
