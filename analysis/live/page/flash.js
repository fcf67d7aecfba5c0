/** The ground turns orange for a moment when momentum is called: for loud gyms. */

const LENGTH_MS = 150;
const APART_MS = 1000;

export class Flash {
  #last_ms = -APART_MS;

  /** At most once a second, and never where less motion is wanted. */
  now() {
    const now = performance.now();
    if (now - this.#last_ms < APART_MS || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.#last_ms = now;
    document.documentElement.toggleAttribute("data-flash", true);
    setTimeout(() => document.documentElement.toggleAttribute("data-flash", false), LENGTH_MS);
  }
}
