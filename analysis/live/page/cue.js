/** The one cue of the set, and the notices of the system, which take its place and are never orange. */

import { h } from "./dom.js";
import { markFigure } from "./kinds.js";
import { say } from "./language.js";

const CUES = {
  swing: { mark: "swing", tone: "mom" },
  lean: { mark: "swing", tone: "mom" },
  speed: { mark: "speed", tone: "mom" },
  half: { mark: "half", tone: "calm" },
  corrected: { mark: "tick", tone: "ctl" },
  target: { mark: "target", tone: "calm" },
  unjudged: { mark: "unknown", tone: "calm" },
};

/** Browsers allow sound only after a tap; where the cue will stand, this asks for it. */
const TAP = say("page.notice.tap_for_sound");

/** True if the cue is about momentum: the frame and the flash are its twins. */
export const isMomentum = (cue) => CUES[cue?.kind]?.tone === "mom";

/** The notice to show: a page that lost the program says that before anything else. */
export function noticeOf({ state, link }) {
  if (link !== "down") return state?.notice ?? null;
  const path = state?.recording?.path;
  if (state?.screen === "finished") return { headline: say("page.notice.ended"), line: say("page.notice.page_stays"), icon: "lost", buttons: [] };
  const line = path ? say("page.notice.recording_kept", { path }) : say("page.notice.start_again");
  return { headline: say("page.notice.stopped"), line, alert: true, icon: "lost", buttons: [{ label: say("page.notice.reload"), do: "reload" }] };
}

/** Both regions are always there: a screen reader announces only what changes inside one it knows. */
export function cuePanel(store) {
  const notice = noticeOf(store);
  const cue = notice ? null : (store.state.cue ?? null);
  const look = CUES[cue?.kind] ?? null;
  return h(
    "div",
    { class: `panel ${notice ? "inverse" : cue ? (look?.tone ?? "calm") : "empty"}` },
    h("div", { class: "cue", role: "status", hidden: !cue }, cue && said(cue, look?.mark)),
    noticeRegion(store, notice),
    !cue && !notice && store.mute ? h("p", { class: "quiet" }, TAP) : null,
  );
}

/** The notice alone, for the screens that have no cue. */
export function noticeRegion({ state, act }, notice) {
  const urgent = notice?.alert || state?.screen === "lost";
  const icon = notice?.icon ?? (state?.screen === "lost" ? "lost" : null);
  return h(
    "div",
    { class: "notice", role: urgent ? "alert" : "status", hidden: !notice },
    notice && said(notice, icon),
    notice?.buttons?.length
      ? h("div", { class: "row buttons" }, notice.buttons.map((b) => h("button", { key: b.label, class: "btn", on: { click: () => act({ do: b.do }) } }, b.label)))
      : null,
  );
}

function said({ headline, line }, markName) {
  return h(
    "div",
    { class: "said" },
    markName ? markFigure(markName, "sign") : null,
    h(
      "div",
      { class: "sentences" },
      h("h1", { style: { "--letters": Math.max(5, [...headline].length) } }, headline),
      line ? h("p", { style: { "--letters": Math.max(12, Math.min(34, [...line].length)) } }, line) : null,
    ),
  );
}
