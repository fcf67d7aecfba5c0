/** Before there is a sensor: search, choose, or use a phone. */

import { noticeOf, noticeRegion } from "./cue.js";
import { h } from "./dom.js";
import { strength } from "./header.js";
import { say } from "./language.js";
import { percent } from "./words.js";

export function startScreen(store) {
  const { state, act } = store;
  const searching = state.screen === "searching";
  const notice = noticeOf(store);
  return h(
    "main",
    { key: "start", class: "start" },
    h("div", { class: `panel ${notice ? "inverse" : "empty"}` }, noticeRegion(store, notice)),
    h(
      "div",
      { class: "beside" },
      state.phones.length ? phones(state.phones) : searching || state.nearby?.length ? nearby(state.nearby ?? [], act) : null,
    ),
  );
}

function nearby(found, act) {
  return h(
    "section",
    { key: "nearby", class: "nearby" },
    h("h2", null, say("page.start.near")),
    found.length ? h("ul", null, found.map((sensor) => item(sensor, act))) : h("p", { class: "none" }, say("page.start.none_yet")),
  );
}

function item({ name, address, rssi, profile, battery }, act) {
  const about = [profile ?? say("page.start.unknown_kind"), battery === null || battery === undefined ? null : say("page.start.battery", { percent: percent(battery) })];
  return h(
    "li",
    { key: address },
    h(
      "button",
      { class: "found", on: { click: () => act({ do: "connect", address }) } },
      strength(rssi),
      h("b", null, name || address),
      h("span", null, about.filter(Boolean).join(", ")),
    ),
  );
}

function phones(invited) {
  const warnings = new Set(invited.map(({ warning }) => warning).filter(Boolean));
  return h(
    "section",
    { key: "phones", class: "phones" },
    invited.map((one) => phone(one)),
    [...warnings].map((warning) => h("p", { class: "warning" }, warning)),
  );
}

const KINDS = {
  app: say("page.start.phone_app"),
  browser: say("page.start.phone_browser"),
};

function phone({ place, kind, address, qr_svg: picture }) {
  return h(
    "section",
    { key: place, class: "phone" },
    h("h2", null, say("page.start.phone_on", { place })),
    picture ? h("img", { class: "qr", alt: say("page.start.qr"), src: `data:image/svg+xml,${encodeURIComponent(picture)}` }) : null,
    h("p", null, KINDS[kind]),
    h("p", { class: "address" }, address),
  );
}
