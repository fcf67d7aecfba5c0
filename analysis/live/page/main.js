/** The live page: draws what the program says, and says what was tapped. */

import { banner, restScreen } from "./rest_screen.js";
import { isMomentum } from "./cue.js";
import { paint, h } from "./dom.js";
import { dialogs } from "./sheets.js";
import { drawer } from "./drawer.js";
import { finishedScreen } from "./finished_screen.js";
import { footer } from "./footer.js";
import { header, strip } from "./header.js";
import { listenToKeys } from "./keys.js";
import { say } from "./language.js";
import { Link } from "./link.js";
import { Flash } from "./flash.js";
import { Player } from "./sound.js";
import { Speaker } from "./speech.js";
import { Store } from "./store.js";
import { Trace } from "./trace.js";
import { Wake } from "./wake.js";
import { loadSettings } from "./settings.js";
import { setScreen } from "./set_screen.js";
import { startScreen } from "./start_screen.js";

const SAID_MS = 3000;
const CLOCK_MS = 250;
const SCREENS = {
  no_sensor: startScreen,
  searching: startScreen,
  waiting: setScreen,
  in_set: setScreen,
  lost: setScreen,
  rest: restScreen,
  finished: finishedScreen,
};

const link = new Link(receive, (change) => {
  store.link = change;
  store.draw();
});
const store = new Store({ settings: loadSettings(), trace: new Trace(), send: (message) => link.send(message), draw: drawSoon });
const player = new Player();
const speaker = new Speaker();
const flash = new Flash();
const wake = new Wake((awake) => {
  store.change({ awake });
  if (!awake) toast(say("page.may_go_dark"));
});

const TYPES = {
  state: (message) => {
    store.take(message);
    speaker.follow(message, store.settings.speech);
  },
  trace: (message) => {
    store.trace.add(message, store.state?.arms.find((arm) => arm.sensor === message.sensor));
    store.draw();
  },
  sound: ({ name }) => {
    player.play(name, store.settings.sound);
    if (store.settings.flash && (name === "swing" || name === "speed")) flash.now();
  },
  said: ({ text }) => toast(text),
};

/** A message of a kind this page does not know comes from a newer program and is left alone. */
function receive(message) {
  TYPES[message.type]?.(message);
}

let saying = null;
function toast(said) {
  clearTimeout(saying);
  store.change({ said });
  saying = setTimeout(() => store.change({ said: null }), SAID_MS);
}

let asked = false;
function drawSoon() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    draw();
  });
}

function draw() {
  const { state, settings, local } = store;
  store.mute = store.inSession && settings.sound !== "off" && !player.ready;
  const root = document.documentElement;
  root.dataset.theme = settings.theme;
  root.dataset.screen = state?.screen ?? "none";
  root.toggleAttribute("data-framed", settings.flash && state?.screen === "in_set" && !state.notice && isMomentum(state.cue));
  root.toggleAttribute("data-drawer", local.drawer && Boolean(state?.thresholds));
  document.title = titleOf(state);
  paint(document.getElementById("page"), state ? page() : alone());
  for (const dialog of document.querySelectorAll("dialog:not([open])")) dialog.showModal();
  wake.want(store.inSession);
}

function page() {
  const screen = SCREENS[store.state.screen] ?? startScreen;
  return [strip(store), header(store), screen(store), footer(store), drawer(store), toasted(), dialogs(store)];
}

/** No snapshot yet: nothing to draw, unless the program is not there. */
const alone = () => h("main", { class: "start" }, store.link === "down" ? banner(store) : null);

function toasted() {
  const text = store.local.said;
  return h("p", { class: "toast", role: "status", hidden: !text }, text);
}

function titleOf(state) {
  if (!state) return "rep-momentum";
  if (state.cue && state.screen === "in_set") return `${state.cue.headline} – rep-momentum`;
  return state.notice ? `${state.notice.headline} – rep-momentum` : "rep-momentum";
}

for (const name of ["pointerdown", "keydown"]) {
  document.addEventListener(name, () => player.allow().then(drawSoon));
}
listenToKeys(store);
addEventListener("resize", drawSoon);
setInterval(drawSoon, CLOCK_MS);
link.open();
