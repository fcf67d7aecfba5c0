/** The expert's drawer: every threshold with its unit and default; the bars beside it follow at once. */

import { h } from "./dom.js";

export function drawer(store) {
  const { thresholds } = store.state;
  if (!store.local.drawer || !thresholds) return null;
  const close = () => store.change({ drawer: false });
  return h(
    "aside",
    { class: "drawer", "aria-label": "Thresholds" },
    h("div", { class: "row" }, h("h2", null, "Thresholds"), h("button", { class: "btn", on: { click: close } }, "Close")),
    h("p", { class: "changes", role: "status" }, changes(thresholds)),
    h("ul", null, thresholds.items.map((item) => slider(item, store.act))),
    h("label", { class: "btn file" }, "Load a preset", h("input", { type: "file", accept: ".toml", on: { change: (event) => load(event.target, store.act) } })),
    h("button", { class: "btn", disabled: !thresholds.custom, on: { click: () => store.act({ do: "thresholds_reset" }) } }, "Back to the defaults"),
  );
}

function changes({ name, change_text }) {
  const preset = name ? `Preset “${name}”. ` : "";
  return preset + (change_text ?? "The same reps, judged again as you move a slider.");
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
  const range = { type: "range", min: item.low, max: item.high, step: item.step, value: item.value };
  return h(
    "li",
    { key: item.name },
    h("label", { for: id }, h("b", null, item.title), h("span", { class: "now" }, `${item.value} ${item.unit}`)),
    h("input", { id, ...range, "aria-describedby": `${id}-effect`, on: { input: move } }),
    h("p", { id: `${id}-effect` }, `${item.effect}; ${changed ? `default ${item.default}` : "the default"}`),
  );
}
