/** One key each; `?` opens the list of them. */

import { say } from "./language.js";
import { SOUND_MODES } from "./settings.js";

/** What each key does, in words. */
export const KEY_WORDS = [
  [say("page.keys.space"), say("page.keys.does_space")],
  ["+ −", say("page.keys.does_weight")],
  ["L R", say("page.keys.does_arm")],
  ["S", say("page.sound")],
  ["F", say("page.full_screen")],
  ["E", say("page.thresholds")],
  ["Esc", say("page.keys.does_escape")],
  ["?", say("page.keys.does_help")],
];

export function listenToKeys(store) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !store.state || store.local.dialog) return;
    if (event.target.closest("input, textarea, select")) return;
    if (event.key === " " && event.target.closest("button, a")) return;
    const action = KEYS[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    if (!event.repeat || "+-=".includes(event.key)) action(store);
  });
}

const KEYS = {
  "+": ({ act }) => act({ do: "weight_step", steps: 1 }),
  "=": ({ act }) => act({ do: "weight_step", steps: 1 }),
  "-": ({ act }) => act({ do: "weight_step", steps: -1 }),
  "−": ({ act }) => act({ do: "weight_step", steps: -1 }),
  l: ({ act }) => act({ do: "side", side: "left" }),
  r: ({ act }) => act({ do: "side", side: "right" }),
  s: ({ choose, settings }) => choose({ sound: after(settings.sound) }),
  "?": ({ open }) => open({ kind: "keys" }),
  f: ({ fullScreen }) => fullScreen(),
  e: ({ change, local }) => change({ drawer: !local.drawer }),
  escape: ({ change }) => change({ drawer: false, picked: null }),
  " ": ({ act, state }) => {
    if (state.screen === "in_set" || state.screen === "lost") act({ do: "end_set" });
    else if (state.screen === "rest") act({ do: "start_rest" });
  },
};

function after(mode) {
  const modes = SOUND_MODES.map(([name]) => name);
  return modes[(modes.indexOf(mode) + 1) % modes.length];
}
