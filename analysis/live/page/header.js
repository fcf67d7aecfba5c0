/** The strip of a replay and the header: set, time, sensor. */

import { h } from "./dom.js";
import { say, writeNumber } from "./language.js";
import { DASH, clockText, percent, placeName } from "./words.js";

export function strip({ state }) {
  return state.strip ? h("p", { class: "strip" }, state.strip) : null;
}

export function header(store) {
  const { state } = store;
  const set = state.set ?? state.summary?.set ?? null;
  const inSet = state.clock?.kind === "set";
  return h(
    "header",
    null,
    set !== null && state.screen !== "finished" ? h("b", null, say("page.set", { number: set })) : null,
    state.screen === "rest" ? h("span", null, say("page.header.finished")) : null,
    state.screen === "finished" ? h("b", null, say("page.header.session")) : null,
    state.sensors?.length ? null : h("b", null, "rep-momentum"),
    inSet ? h("b", { class: "time" }, clockText(store.elapsed_s())) : null,
    h("span", { class: "sensor-name wide" }, sensorNames(state)),
    h("span", { class: "space" }),
    recording(state.recording),
    state.thresholds?.custom ? h("span", { class: "wide" }, say("page.header.custom")) : null,
    h("div", { class: "sensors" }, (state.sensors ?? []).map((s, i) => sensor(s, i, state.sensors.length))),
  );
}

function sensorNames({ sensors, side }) {
  if (!sensors?.length) return null;
  const names = [...new Set(sensors.map((s) => s.name))].join(", "); // one file may hold several sensors
  return side && sensors.length === 1 ? `${names}, ${placeName(sensors[0].sensor, side)}` : names;
}

function recording(told) {
  if (!told) return null;
  if (told.ok) return h("span", { class: "wide" }, say("page.header.recording", { state: told.text }));
  return h("span", { class: "loud" }, told.text || say("page.header.not_recording"));
}

/** A phone has room for one sensor, and for any that is not well. */
function sensor(told, i, many) {
  const up = told.state === "up";
  const rate = told.true_hz === null || told.true_hz === undefined ? DASH : `${writeNumber(told.true_hz)}\u00a0Hz`;
  return h(
    "div",
    { key: told.sensor, class: i > 0 && up ? "sensor wide" : "sensor" },
    many > 1 ? h("span", { class: "wide" }, placeName(told.sensor)) : null,
    h("span", null, signal(up), up ? [h("span", { class: "narrow" }, rate), h("span", { class: "wide" }, many > 1 ? rate : told.text || rate)] : h("b", null, STATES[told.state] ?? told.state)),
    up && told.lost_packets && many === 1 ? h("span", { class: "wide" }, say("page.header.lost_readings", { n: told.lost_packets })) : null,
    told.battery === null || told.battery === undefined ? null : h("span", null, battery(told.battery), percent(told.battery)),
  );
}

const STATES = { searching: say("page.header.searching"), connecting: say("page.header.connecting"), lost: say("page.header.lost") };

const SIGNAL = [[0, 10, 6], [7, 5, 11], [14, 0, 16]];

function signal(up) {
  const marks = SIGNAL.map(([x, y, height]) => h("rect", { x, y, width: 4, height, class: up ? "f-now" : "outline-now" }));
  const crossed = up ? null : h("path", { class: "outline-now thick", d: "M-1 1L18 15" });
  return h("svg", { class: "icon", viewBox: "-2 -1 22 18", width: 22, height: 18, "aria-hidden": "true" }, marks, crossed);
}

/** Signal bars of a sensor near by; 4 steps from -90 dBm up. */
export function strength(rssi) {
  const full = rssi === null || rssi === undefined ? 0 : Math.max(0, Math.min(4, Math.ceil((rssi + 90) / 10)));
  const marks = [0, 1, 2, 3].map((i) => h("rect", { x: 7 * i, y: 15 - 5 * i, width: 4, height: 5 + 5 * i, class: i < full ? "f-now" : "f-line" }));
  const label = rssi === null || rssi === undefined ? say("page.header.signal_unknown") : say("page.header.signal", { bars: full });
  return h("svg", { class: "icon", viewBox: "0 0 26 20", width: 30, height: 24, role: "img", "aria-label": label }, marks);
}

function battery(level) {
  return h(
    "svg",
    { class: "icon", viewBox: "0 0 30 16", width: 30, height: 16, role: "img", "aria-label": say("page.header.battery") },
    h("rect", { class: "outline-now", x: 1, y: 1, width: 25, height: 14, rx: 3.5 }),
    h("rect", { class: "f-now", x: 27.5, y: 5, width: 2, height: 6 }),
    h("rect", { class: "f-now", x: 3.5, y: 3.5, width: (20 * Math.max(0, Math.min(100, level))) / 100, height: 9, rx: 1.5 }),
  );
}
