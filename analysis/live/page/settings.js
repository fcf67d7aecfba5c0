/** What this screen remembers for itself: sound, speech, flash and theme. The program knows nothing of them. */

import { say } from "./language.js";

const KEY = "rep-momentum";
const DEFAULTS = { sound: "swing", speech: "off", flash: true, theme: "dark" };

export const SOUND_MODES = [
  ["off", say("page.sounds.off")],
  ["swing", say("page.sounds.swing")],
  ["count", say("page.sounds.count")],
];

/** What was chosen on this screen before; a private window remembers nothing and gets the defaults. */
export function loadSettings() {
  try {
    return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY)) };
  } catch {
    return { ...DEFAULTS };
  }
}

export function saveSettings(settings) {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Nothing to do: the choice holds until the page is closed.
  }
}
