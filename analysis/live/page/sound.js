/** Sounds made in the page. Rhythm and direction tell them apart, not pitch alone. */

const PEAK = 0.5; // -6 dB
const ATTACK_S = 0.005;
const APART_S = 0.25;

/* [start s, length s, Hz] */
const SOUNDS = {
  tick: [[0, 0.04, 1000]],
  swing: [[0, 0.14, 880], [0.14, 0.14, 440]],
  speed: [[0, 0.06, 880], [0.12, 0.06, 880], [0.24, 0.06, 880]],
  corrected: [[0, 0.12, 523], [0.12, 0.12, 784]],
  target: [[0, 0.4, 660]],
  rest_soon: [[0, 0.04, 1000]],
  rest_over: [[0, 0.04, 1000], [0.2, 0.04, 1000], [0.4, 0.04, 1000], [0.6, 0.4, 660]],
  lost: [[0, 0.3, 220], [0.35, 0.3, 220]],
  back: [[0, 0.3, 220], [0.3, 0.3, 440]],
};
const COUNT_ONLY = new Set(["tick", "target"]);

/** What is heard in a mode: "off", "swing" (swing only) or "count" (count and swing). */
export function heard(name, mode) {
  return mode !== "off" && name in SOUNDS && (mode === "count" || !COUNT_ONLY.has(name));
}

/** Plays sounds once a tap has allowed it; nothing sounds within a quarter of a second of another. */
export class Player {
  #context = null;
  #end_s = -1;

  get ready() {
    return this.#context?.state === "running";
  }

  /** To be called from a tap or key: browsers allow sound only then. Resolves when it can be heard. */
  async allow() {
    this.#context ??= new AudioContext();
    await this.#context.resume();
  }

  play(name, mode) {
    if (!this.ready || !heard(name, mode)) return;
    const now = this.#context.currentTime;
    if (now < this.#end_s + APART_S) return;
    for (const note of SOUNDS[name]) this.#note(now, note);
    const [start, length] = SOUNDS[name].at(-1);
    this.#end_s = now + start + length;
  }

  #note(now, [start, length, hz]) {
    const tone = new OscillatorNode(this.#context, { type: "triangle", frequency: hz });
    const volume = new GainNode(this.#context, { gain: 0 });
    const [from, to] = [now + start, now + start + length];
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(PEAK, from + ATTACK_S);
    volume.gain.setValueAtTime(PEAK, to - ATTACK_S);
    volume.gain.linearRampToValueAtTime(0, to);
    tone.connect(volume).connect(this.#context.destination);
    tone.start(from);
    tone.stop(to);
  }
}
