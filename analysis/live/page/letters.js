/** How wide words are: they differ by language, so it is measured. */

const SIZE_PX = 100;
const measured = new Map();

/** Width of a word over its size, in the font of the page. */
export function wordWidth(word, weight = 400) {
  const key = `${weight} ${word}`;
  if (!measured.has(key)) measured.set(key, measure(word, weight));
  return measured.get(key);
}

function measure(word, weight) {
  const context = document.createElement("canvas").getContext("2d");
  context.font = `${weight} ${SIZE_PX}px ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(word).width / SIZE_PX;
}
