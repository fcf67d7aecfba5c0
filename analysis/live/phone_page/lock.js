/** A screen that cloth and skin cannot tap: everything is locked until one spot is held. */

import { h } from "/page/dom.js";
import { say } from "/page/language.js";

const HOLD_MS = 1000;
const OPEN_MS = 8000;

export class Lock {
  locked = true;
  holding = false;
  asked = false; // "End session" was tapped once
  #timer = null;

  constructor(draw) {
    this.draw = draw;
  }

  #set(part) {
    Object.assign(this, part);
    this.draw();
  }

  #after(ms, then) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, ms);
  }

  /** Held long enough it is open, and closes by itself. */
  hold() {
    this.#set({ holding: true });
    this.#after(HOLD_MS, () => {
      this.#set({ holding: false, locked: false });
      this.#after(OPEN_MS, () => this.lock());
    });
  }

  release() {
    if (this.locked) this.lock();
  }

  lock() {
    clearTimeout(this.#timer);
    this.#set({ holding: false, locked: true, asked: false });
  }

  /** The end of a session cannot be taken back, so it takes a second tap. */
  ask() {
    this.#set({ asked: true });
  }
}

/** The foot of the page: the spot to hold, or what may be tapped. */
export function lockBar(lock, tell) {
  if (lock.locked) {
    const on = {
      pointerdown: () => lock.hold(),
      pointerup: () => lock.release(),
      pointerleave: () => lock.release(),
      pointercancel: () => lock.release(),
      contextmenu: (event) => event.preventDefault(),
    };
    return h("footer", { key: "locked" }, h("button", { class: `hold ${lock.holding ? "held" : ""}`, on }, h("span", null, say("phone.locked"))));
  }
  const act = (what) => () => {
    tell({ do: what });
    lock.lock();
  };
  return h(
    "footer",
    { key: "open" },
    h("button", { key: "set", class: "btn primary", on: { click: act("end_set") } }, say("phone.end_set")),
    h("button", { key: "end", class: "btn", on: { click: lock.asked ? act("finish") : () => lock.ask() } }, lock.asked ? say("phone.finish_again") : say("phone.finish")),
    h("button", { key: "lock", class: "btn", on: { click: () => lock.lock() } }, say("phone.lock")),
  );
}
