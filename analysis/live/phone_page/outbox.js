/**
 * Messages that the program has not confirmed: numbered, kept in order, and sent again after a lost link.
 *
 * A reload keeps them in the tab's own storage. What is read from there is removed at once, so that a page that ended
 * without a word begins with a new name instead of with numbers that were given before.
 */

import { evenClock_ms } from "./motion.js";

const BATCH_MS = 80;
const MOST = 6000; // eight minutes
const KEY = "rep-momentum-outbox";

/** Random; `crypto.randomUUID` is for secure pages alone. */
const newName = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The tab's own storage; null where the browser has none for this page. */
export function tabStorage() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

export class Outbox {
  #rows = [];
  #waiting = [];
  #next = 0;
  #name;
  #ios;
  #place;

  constructor({ place, ios, storage }) {
    this.#place = place;
    this.#ios = ios;
    this.storage = storage;
    this.#name = newName();
    this.#restore();
  }

  get name() {
    return this.#name;
  }

  /** Messages not yet confirmed, in order. */
  get waiting() {
    return this.#waiting;
  }

  /** Seconds of readings that are not yet confirmed. */
  get waiting_s() {
    return this.#waiting.reduce((sum, { rows }) => sum + (rows.at(-1)[0] - rows[0][0]) * (1 + 1 / rows.length), 0) / 1000;
  }

  /** Takes a reading; true if a message is complete with it. */
  add(row) {
    this.#rows.push(row);
    if (row[0] - this.#rows[0][0] < BATCH_MS) return false;
    this.flush();
    return true;
  }

  /** Makes a message of the readings so far. */
  flush() {
    if (!this.#rows.length) return;
    this.#waiting.push({ n: this.#next, rows: this.#rows });
    this.#next += 1;
    this.#rows = [];
    if (this.#waiting.length > MOST) this.#waiting.shift();
  }

  /**
   * A message as it is sent: it says from which number on the phone can still send again, and when it is sent by the
   * clock of its readings, which that of another page is not.
   */
  text({ n, rows, restored }) {
    const sent = restored ? null : Math.round(10 * evenClock_ms()) / 10;
    return JSON.stringify({ phone: this.#name, n, first: this.#waiting[0]?.n ?? n, ios: this.#ios, sent, rows });
  }

  note(note) {
    return JSON.stringify({ phone: this.#name, note });
  }

  /** The program has all messages up to number `n`. */
  taken(n) {
    while (this.#waiting.length && this.#waiting[0].n <= n) this.#waiting.shift();
  }

  /** The program cannot read message `n`, and never will. */
  drop(n) {
    this.#waiting = this.#waiting.filter((one) => one.n !== n);
  }

  clear() {
    this.#waiting = [];
    this.#rows = [];
  }

  /** Keeps what waits for the page that follows on this one. */
  save() {
    this.flush();
    const kept = { place: this.#place, name: this.#name, next: this.#next, waiting: this.#waiting };
    try {
      this.storage?.setItem(KEY, JSON.stringify(kept));
    } catch {
      // full, or switched off: the next page begins anew
    }
  }

  /** What was saved is of no use once this page goes on. */
  forget() {
    try {
      this.storage?.removeItem(KEY);
    } catch {
      // switched off: nothing was saved
    }
  }

  #restore() {
    try {
      const kept = JSON.parse(this.storage?.getItem(KEY) ?? null);
      if (kept?.place === this.#place) this.#take(kept);
    } catch {
      // switched off, or of another version
    }
    this.forget();
  }

  #take({ name, next, waiting }) {
    [this.#name, this.#next] = [name, next];
    this.#waiting = waiting.map((one) => ({ ...one, restored: true }));
  }
}
