/** What the page knows: the program's last snapshot, this screen's own choices, and what happened since. */

import { saveSettings } from "./settings.js";

const NARROW_PX = 760;
const SESSION = new Set(["waiting", "in_set", "rest", "lost"]);

export class Store {
  state = null;
  link = "up";
  mute = false;
  local = { dialog: null, drawer: false, picked: null, said: null, awake: null };
  #received_ms = 0;

  /** `send` hands a message to the program, `draw` asks for a new picture. */
  constructor({ settings, trace, send, draw }) {
    Object.assign(this, { settings, trace, send, draw });
    for (const name of ["act", "open", "choose", "change", "fullScreen"]) this[name] = this[name].bind(this);
  }

  /** A whole snapshot takes the place of the last one. */
  take(state) {
    this.state = state;
    this.link = "up";
    this.#received_ms = performance.now();
    this.trace.count(state.arms);
    if (state.screen !== "rest") this.local.picked = null;
    this.draw();
  }

  /** Seconds the set or the rest has lasted, carried on between snapshots; null while unknown. */
  elapsed_s() {
    const { clock, player } = this.state;
    if (clock?.since_s === null || clock?.since_s === undefined) return null;
    const still = player?.paused || this.link === "down";
    return clock.since_s + (still ? 0 : (performance.now() - this.#received_ms) / 1000);
  }

  get narrow() {
    return innerWidth <= NARROW_PX;
  }

  get inSession() {
    return SESSION.has(this.state?.screen);
  }

  act(message) {
    if (message.do === "reload") location.reload();
    else this.send(message);
  }

  open(dialog) {
    this.change({ dialog });
  }

  change(part) {
    Object.assign(this.local, part);
    this.draw();
  }

  choose(part) {
    Object.assign(this.settings, part);
    saveSettings(this.settings);
    this.draw();
  }

  fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  }
}
