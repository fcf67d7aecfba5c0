/**
 * The way to the program and back: a WebSocket, or messages that are posted, and events, where no socket opens.
 *
 * The socket is tried first, each time anew: iPhones may refuse it with a certificate of this kind, and other phones
 * have lost it for a moment only.
 */

const OPEN_MS = 1000;
const SILENT_MS = 2500;
const LOOK_MS = 500;
const FIRST_MS = 250;
const LONGEST_MS = 2000;
const AGAIN_MS = 1000;
const POST_MS = 4000;
const POSTED_AT_ONCE = 100;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Link {
  #socket = null;
  #heard_ms = 0;
  #sent_ms = null;
  #again_ms = -Infinity;
  #wake = () => {};
  #notes = [];

  /** `onMessage(message)` gets what the program says, `onChange(way)`: "socket", "posts", or null while there is none. */
  constructor({ query, outbox, onMessage, onChange }) {
    Object.assign(this, { query, outbox, onMessage, onChange });
  }

  /** Keeps the way open as long as the page lives. */
  async run() {
    for (let wait_ms = FIRST_MS; ; wait_ms = Math.min(2 * wait_ms, LONGEST_MS)) {
      const worked = (await this.#talk()) || (await this.#post());
      this.onChange(null);
      if (worked) wait_ms = FIRST_MS;
      await pause(wait_ms);
    }
  }

  /** Sends the latest message, or wakes up who posts. */
  send() {
    if (this.#socket) this.#say(this.outbox.text(this.outbox.waiting.at(-1)));
    this.#wake();
  }

  /** Sends what is no reading: a command, or a word about the phone. */
  tell(text) {
    if (this.#socket) this.#say(text);
    else this.#notes.push(text);
    this.#wake();
  }

  #say(text) {
    this.#sent_ms ??= performance.now();
    this.#socket.send(text);
  }

  /** Until the socket closes or says nothing more; true if it was open. */
  #talk() {
    return new Promise((done) => {
      const socket = new WebSocket(`wss://${location.host}/ws?${this.query}`);
      let looking = null;
      const end = (worked) => {
        clearTimeout(late);
        clearInterval(looking);
        this.#socket = null;
        socket.onopen = socket.onmessage = socket.onclose = null;
        socket.close();
        done(worked);
      };
      const late = setTimeout(() => end(false), OPEN_MS);
      socket.onclose = () => end(this.#socket !== null);
      socket.onopen = () => {
        clearTimeout(late);
        this.#opened(socket);
        looking = setInterval(() => this.#isSilent() && end(true), LOOK_MS);
      };
      socket.onmessage = (event) => {
        this.#heard_ms = performance.now();
        this.#sent_ms = null;
        this.#take(JSON.parse(event.data));
      };
    });
  }

  #opened(socket) {
    this.#socket = socket;
    this.#heard_ms = performance.now();
    this.#sent_ms = null;
    this.onChange("socket");
    this.#sendAll();
    for (const text of this.#notes.splice(0)) this.#say(text);
  }

  /** A link that died without a word: something was said long ago, and nothing came since. */
  #isSilent() {
    return this.#sent_ms !== null && performance.now() - Math.max(this.#sent_ms, this.#heard_ms) > SILENT_MS;
  }

  #sendAll() {
    this.#again_ms = performance.now();
    for (const one of this.outbox.waiting) this.#say(this.outbox.text(one));
  }

  /** Posts what waits until that fails; true if it ever worked. */
  async #post() {
    const events = new EventSource(`/events?${this.query}`);
    events.onmessage = (event) => this.#take(JSON.parse(event.data));
    let worked = false;
    try {
      for (;;) {
        await this.#posted();
        if (!worked) this.onChange("posts");
        worked = true;
        if (!this.outbox.waiting.length && !this.#notes.length) await new Promise((done) => (this.#wake = done));
      }
    } catch {
      return worked; // no network; what waits is still there
    } finally {
      events.close();
    }
  }

  async #posted() {
    const notes = this.#notes.splice(0);
    const texts = this.outbox.waiting.slice(0, POSTED_AT_ONCE).map((one) => this.outbox.text(one));
    try {
      const body = [...texts, ...notes].join("\n");
      const answer = await fetch(`/push?${this.query}`, { method: "POST", body, signal: AbortSignal.timeout?.(POST_MS) });
      if (answer.status === 403) this.onMessage({ type: "refused", n: null, status: 403, text: await answer.text() });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const told = await answer.json();
      for (const one of told) this.#take(one);
      if (told.some((one) => one.type === "refused" && one.status !== 400)) await pause(LONGEST_MS); // not now
    } catch (error) {
      this.#notes.unshift(...notes);
      throw error;
    }
  }

  #take(message) {
    if (message.type === "taken") this.outbox.taken(message.n);
    if (message.type === "refused" && message.status === 400) this.outbox.drop(message.n);
    if (message.again && this.#socket && performance.now() - this.#again_ms > AGAIN_MS) this.#sendAll();
    this.onMessage(message);
  }
}
