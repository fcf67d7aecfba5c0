/** What opens over the page: weight, target, and the switches of this screen. */

import { h } from "./dom.js";
import { KEY_WORDS } from "./keys.js";
import { say } from "./language.js";
import { SOUND_MODES } from "./settings.js";
import { SPEECH_MODES, canSpeak } from "./speech.js";
import { POUND_KG, weightNumber } from "./words.js";

const FEWEST = 1;
const MOST = 50;
const KINDS = { weight: weightSheet, target: targetSheet, sheet: moreSheet, keys: keysSheet };

/** The open dialog, if any. */
export function dialogs(store) {
  const { dialog } = store.local;
  if (!dialog) return null;
  const [title, content] = KINDS[dialog.kind](store, dialog);
  const close = () => store.change({ dialog: null });
  return h(
    "dialog",
    { key: dialog.kind, class: "sheet", "aria-label": title, on: { close, click: (e) => e.target === e.currentTarget && close() } },
    h("div", { class: "inside" }, h("h2", null, title), content, h("button", { key: "close", class: "btn", on: { click: close } }, say("page.close"))),
  );
}

function weightSheet({ state, act, change }, { set }) {
  const unit = state.weight?.unit ?? state.rack?.unit ?? "kg";
  const save = (event) => {
    event.preventDefault();
    const value = Number(new FormData(event.target).get("weight"));
    if (!(value > 0)) return;
    const kg = unit === "lb" ? value * POUND_KG : value;
    act(set === undefined ? { do: "weight", kg } : { do: "set_weight", set, kg });
    change({ dialog: null });
  };
  const box = { name: "weight", type: "number", inputmode: "decimal", min: 0, step: "any", required: true, autofocus: true };
  const shown = set === undefined ? { placeholder: weightNumber(state.weight) } : {};
  return [
    set === undefined ? say("page.weight") : say("page.sheet.weight_of_set", { number: set }),
    [h("form", { key: "weight", on: { submit: save } }, h("label", null, say("page.sheet.weight_in", { unit }), h("input", { ...box, ...shown })), h("button", { class: "btn primary" }, say("page.sheet.save"))), set === undefined && state.rack ? rack(state.rack, act) : null],
  ];
}

/** Unit and weights that there are: what the advice offers, and what − and + step through. */
function rack({ unit, text, usual }, act) {
  const units = ["kg", "lb"].map((one) => h("button", { key: one, "aria-pressed": String(unit === one), on: { click: () => act({ do: "unit", unit: one }) } }, one));
  const save = (event) => {
    event.preventDefault();
    act({ do: "rack", text: String(new FormData(event.target).get("rack")) });
    event.target.reset();
  };
  return h(
    "div",
    { key: "rack", class: "rack" },
    h("div", { class: "seg", role: "group", "aria-label": say("page.sheet.unit") }, units),
    h("form", { key: "own", on: { submit: save } }, h("label", null, say("page.sheet.rack", { weights: text ?? usual }), h("input", { name: "rack", type: "text", placeholder: say(`page.sheet.rack_example_${unit}`), autocomplete: "off" })), h("button", { class: "btn" }, say("page.sheet.use"))),
  );
}

function keysSheet() {
  return [say("page.keys.title"), h("dl", { class: "keys" }, KEY_WORDS.map(([key, does]) => h("div", { key }, h("dt", null, key.split(" ").map((one) => h("kbd", { key: one }, one))), h("dd", null, does))))];
}

function targetSheet({ state, act }) {
  const now = state.target_reps;
  const to = (reps) => () => act({ do: "target", reps: Math.max(FEWEST, Math.min(MOST, reps)) });
  const step = (label, text, reps) => h("button", { key: label, class: "btn big", "aria-label": label, on: { click: to(reps) } }, text);
  return [
    say("page.target"),
    h("div", { class: "row stepper" }, step(say("page.sheet.fewer"), "−", (now ?? 10) - 1), h("b", { "aria-live": "polite" }, now === null ? say("page.no_target") : say("page.few_reps", { n: now })), step(say("page.sheet.more"), "+", (now ?? 9) + 1)),
  ];
}

function moreSheet(store) {
  const { settings, choose, act, local } = store;
  const go = (what) => () => {
    act({ do: what });
    store.change({ dialog: null });
  };
  const choice = (label, name, modes) =>
    h(
      "div",
      { key: name, class: "seg", role: "group", "aria-label": label },
      modes.map(([mode, shown]) => h("button", { key: mode, "aria-pressed": String(settings[name] === mode), on: { click: () => choose({ [name]: mode }) } }, shown)),
    );
  return [
    say("page.sheet.title"),
    [
      h("p", { key: "sounds" }, say("page.sounds.title")),
      choice(say("page.sounds.title"), "sound", SOUND_MODES),
      canSpeak() ? [h("p", { key: "spoken" }, say("page.speech.title")), choice(say("page.speech.title"), "speech", SPEECH_MODES)] : null,
      toggle(say("page.sheet.flash"), settings.flash, () => choose({ flash: !settings.flash })),
      toggle(say("page.sheet.light"), settings.theme === "light", () => choose({ theme: settings.theme === "light" ? "dark" : "light" })),
      h(
        "div",
        { class: "row" },
        h("button", { key: "full", class: "btn", on: { click: store.fullScreen } }, say("page.full_screen")),
        store.state.thresholds && h("button", { key: "expert", class: "btn", on: { click: () => store.change({ dialog: null, drawer: true }) } }, say("page.thresholds")),
        h("button", { key: "keys", class: "btn wide", on: { click: () => store.change({ dialog: { kind: "keys" } }) } }, say("page.keys.title")),
        h("button", { key: "search", class: "btn", on: { click: go("search") } }, say("page.sheet.search")),
      ),
      local.awake === false ? h("p", null, say("page.sheet.may_go_dark")) : null,
    ],
  ];
}

function toggle(text, on, click) {
  return h("button", { key: text, class: "toggle", role: "switch", "aria-checked": String(on), on: { click } }, h("span", null, text), h("span", { class: "knob" }));
}
