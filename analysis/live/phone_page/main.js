/** The phone's page: reads its motion, sends it, and shows what the program says. */

import { paint } from "/page/dom.js";
import { say } from "/page/language.js";
import { Wake } from "/page/wake.js";
import { Link } from "./link.js";
import { Lock } from "./lock.js";
import { allowMotion, isIos, listenToMotion, noteHidden } from "./motion.js";
import { Outbox, tabStorage } from "./outbox.js";
import { screen } from "./screens.js";

const SILENT_MS = 2500;
const CLOCK_MS = 500;
const BUZZ_MS = 200;
const ALLOWED = "rep-momentum-allowed";

const query = new URLSearchParams(location.search);
const place = query.get("place") ?? "wrist";
const storage = tabStorage();
const outbox = new Outbox({ place, ios: isIos(), storage });
const link = new Link({ query, outbox, onMessage: receive, onChange: (way) => change({ way }) });
const phone = {
  place,
  allow,
  lock: new Lock(drawSoon),
  tell: (message) => link.tell(JSON.stringify(message)),
  way: null,
  state: null,
  measuring: false,
  finished: false,
  trouble: isSecureContext ? null : "insecure",
  troubleLine: null,
  remark: null,
  waiting_s: 0,
};
const wake = new Wake((awake) => change({ remark: awake ? null : say("phone.may_go_dark") }));

let read_ms = null;
let turned = false;

async function allow() {
  const trouble = await allowMotion();
  if (trouble) return fail(trouble);
  begin();
  try {
    await document.documentElement.requestFullscreen();
    await globalThis.screen.orientation.lock("portrait"); // else the page turns with every curl
  } catch {
    // not on iPhones
  }
}

/** The readings begin; asked again after a reload, as far as the browser remembers. */
function begin() {
  storage?.setItem(ALLOWED, "yes");
  change({ measuring: true });
  wake.want(true);
  listenToMotion(take);
  setTimeout(() => read_ms === null && fail("silent"), SILENT_MS);
}

function fail(trouble) {
  storage?.removeItem(ALLOWED);
  change({ trouble });
  link.tell(outbox.note(trouble));
}

function take(row) {
  if (phone.finished) return;
  if (phone.trouble === "silent") change({ trouble: null });
  read_ms ??= row[0];
  turned ||= row[4] !== null;
  if (!turned && row[0] - read_ms > SILENT_MS && !phone.remark) change({ remark: say("phone.no_gyroscope") });
  if (outbox.add(row)) link.send();
}

const TYPES = {
  state: (state) => {
    const finished = state.screen === "finished";
    if (finished) outbox.clear();
    wake.want(phone.measuring && !finished);
    change({ state, finished });
  },
  buzz: () => navigator.vibrate?.(BUZZ_MS),
  taken: () => phone.trouble === "link" && change({ trouble: null }),
  refused: ({ status, text }) => {
    if (status === 403 || status === 409) change({ trouble: "link", troubleLine: text });
  },
};

function receive(message) {
  TYPES[message.type]?.(message);
}

function change(part) {
  Object.assign(phone, part);
  drawSoon();
}

let asked = false;
function drawSoon() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    phone.waiting_s = outbox.waiting_s;
    document.documentElement.dataset.screen = phone.state?.screen ?? "none";
    paint(document.getElementById("phone"), screen(phone));
  });
}

document.addEventListener("visibilitychange", () => {
  noteHidden(document.hidden);
  if (document.hidden) {
    if (phone.measuring && !phone.finished) link.tell(outbox.note("away"));
    outbox.save();
  } else outbox.forget();
});
addEventListener("pagehide", () => outbox.save());
setInterval(drawSoon, CLOCK_MS);
drawSoon();
if (isSecureContext) link.run();
if (storage?.getItem(ALLOWED)) allowMotion().then((trouble) => trouble || begin());
