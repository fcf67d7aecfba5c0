/** Keeps the screen lit during a session; says whether the browser allows it. */

export class Wake {
  #lock = null;
  #asked = false;

  constructor(onAnswer) {
    this.onAnswer = onAnswer;
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.#asked) this.#request();
    });
  }

  /** Wanted from the first sensor on, until the session is finished. */
  want(wanted) {
    if (wanted === this.#asked) return;
    this.#asked = wanted;
    if (wanted) this.#request();
    else this.#lock?.release();
  }

  async #request() {
    try {
      this.#lock = await navigator.wakeLock.request("screen");
      this.onAnswer(true);
    } catch {
      this.onAnswer(false); // refused, or a page that is not served securely
    }
  }
}
