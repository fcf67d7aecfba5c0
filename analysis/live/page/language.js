/** Everything that the pages say, by name, in the language of the program: the words are in analysis/language. */

import catalogue from "./catalogue.js";

/** Code of the language, as in ISO 639. */
export const LANGUAGE = catalogue.language;

/** Whether there are words by a name, as of a place that a newer program may know. */
export const known = (name) => name in catalogue.sentences;

/** A sentence with its values; `n` decides between its forms for one and for several. */
export function say(name, values = {}) {
  const words = catalogue.sentences[name];
  if (words === undefined) throw new Error(`there are no words for ${name}`);
  const text = typeof words === "string" ? words : words[values.n === 1 ? "one" : "other"];
  return text.replace(/\{(\w+)(?::\.(\d)f)?\}/g, (_, value, digits) => written(values[value], digits));
}

/** A number with the decimal sign of the language; `digits` after it, or as many as it has. */
export const writeNumber = (value, digits) =>
  (digits === undefined ? `${value}` : value.toFixed(digits)).replace(".", catalogue.decimal);

const written = (value, digits) => (typeof value === "number" ? writeNumber(value, digits) : `${value}`);
