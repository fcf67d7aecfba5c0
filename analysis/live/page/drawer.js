/** The expert's drawer: every threshold with its unit and default; the bars beside it follow at once. */

import { h } from "./dom.js";
import { say, writeNumber } from "./language.js";

export function drawer(store) {
  const { thresholds } = store.state;
  if (!store.local.drawer || !thresholds) return null;
  const close = () => store.change({ drawer: false });
  return h(
    "aside",
    { class: "drawer", "aria-label": say("page.thresholds") },
    h("div", { class: "row" }, h("h2", null, say("page.thresholds")), h("button", { class: "btn", on: { click: close } }, say("page.close"))),
    h("p", { class: "changes", role: "status" }, changes(thresholds)),
    h("ul", null, thresholds.items.map((item) => slider(item, store.act))),
    h("label", { class: "btn file" }, say("page.drawer.load"), h("input", { type: "file", accept: ".toml", on: { change: (event) => load(event.target, store.act) } })),
    h("button", { class: "btn", disabled: !thresholds.custom, on: { click: () => store.act({ do: "thresholds_reset" }) } }, say("page.drawer.defaults")),
  );
}

function changes({ name, change_text }) {
  const preset = name ? `${say("page.drawer.preset", { name })} ` : "";
  return preset + (change_text ?? say("page.drawer.as_you_move"));
}

async function load(input, act) {
  const [file] = input.files;
  if (file) act({ do: "preset", text: await file.text() });
  input.value = "";
}

function slider(item, act) {
  const id = `threshold-${item.name}`;
  const changed = item.value !== item.default;
  const move = (event) => act({ do: "threshold", name: item.name, value: Number(event.target.value) });
  const { effect } = item;
  const told = changed ? say("page.drawer.effect_changed", { effect, default: item.default }) : say("page.drawer.effect", { effect });
  const range = { type: "range", min: item.low, max: item.high, step: item.step, value: item.value };
  return h(
    "li",
    { key: item.name },
    h("label", { for: id }, h("b", null, item.title), h("span", { class: "now" }, `${writeNumber(item.value)} ${item.unit}`)),
    h("input", { id, ...range, "aria-describedby": `${id}-effect`, on: { input: move } }),
    h("p", { id: `${id}-effect` }, told),
  );
}
