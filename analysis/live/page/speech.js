/** Count and cues spoken by the browser's own voice; off unless somebody chose it on this screen. */

import { LANGUAGE, say } from "./language.js";

export const SPEECH_MODES = [
  ["off", say("page.speech.off")],
  ["cues", say("page.speech.cues")],
  ["count", say("page.speech.count")],
];

/** Whether this browser can speak at all. */
export const canSpeak = () => "speechSynthesis" in window;

/** What there is to say after a state, given what was known before it: the newest count, then the new cue. */
export function sayings(before, state, mode) {
  if (mode === "off" || state.screen !== "in_set") return [];
  const said = [];
  const count = highestCount(state);
  if (mode === "count" && before && count > before.count) said.push(String(count));
  const cue = cueKey(state);
  if (cue && (!before || cue !== before.cue)) said.push(state.cue.headline);
  return said;
}

/** What is remembered of a state until the next one. */
export const rememberedOf = (state) => ({ count: state.screen === "in_set" ? highestCount(state) : 0, cue: cueKey(state) });

const highestCount = (state) => Math.max(0, ...state.arms.map((arm) => arm.count));
const cueKey = (state) => (state.cue ? `${state.cue.rep} ${state.cue.headline}` : null);

/** Speaks what is new, and never what is old: a voice that lags behind the lifter is stopped. */
export class Speaker {
  #before = null;

  follow(state, mode) {
    const said = canSpeak() ? sayings(this.#before, state, mode) : [];
    this.#before = rememberedOf(state);
    if (!said.length) return;
    speechSynthesis.cancel();
    for (const text of said) {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.lang = LANGUAGE;
      speechSynthesis.speak(utterance);
    }
  }

  /** Stops at once, as when it is switched off. */
  hush() {
    if (canSpeak()) speechSynthesis.cancel();
  }
}
