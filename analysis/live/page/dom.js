/**
 * Elements from plain descriptions, changed in place.
 *
 * A view describes all it wants to be there; `paint` alters only what differs. A button keeps its focus
 * and a click begun before a message arrives still ends on the same button. Text goes in as text nodes
 * and attributes, never as HTML, so no name a sensor sends can become markup.
 */

const SVG = "http://www.w3.org/2000/svg";

/** One element: `h("p", {class: "why"}, "text")`. An absent child keeps its place. */
export function h(tag, props, ...children) {
  return { tag, props: props ?? {}, children: children.flat(Infinity) };
}

/** Make the children of `parent` what `wanted` describes. */
export function paint(parent, wanted) {
  const items = [wanted].flat(Infinity);
  const keyed = new Map();
  for (const node of parent.childNodes) if (node.key !== undefined) keyed.set(node.key, node);
  items.forEach((item, i) => {
    const here = parent.childNodes[i];
    const node = matching(item, here, keyed) ?? create(item, parent);
    if (node === here) return;
    if (here && here.key === undefined && node.key === undefined) here.replaceWith(node);
    else parent.insertBefore(node, here ?? null);
  });
  while (parent.childNodes.length > items.length) parent.lastChild.remove();
}

/** The element there is for `item`, brought up to date; null where a new one is needed. */
function matching(item, here, keyed) {
  if (!isElement(item)) {
    if (here?.nodeType !== Node.TEXT_NODE) return null;
    if (here.data !== words(item)) here.data = words(item);
    return here;
  }
  const node = item.props.key === undefined ? here : keyed.get(item.props.key);
  if (node?.localName !== item.tag || node.key !== item.props.key) return null;
  update(node, item);
  return node;
}

function create(item, parent) {
  if (!isElement(item)) return document.createTextNode(words(item));
  const svg = item.tag === "svg" || parent.namespaceURI === SVG;
  const node = svg ? document.createElementNS(SVG, item.tag) : document.createElement(item.tag);
  node.key = item.props.key;
  node.shown = {};
  update(node, item);
  return node;
}

const isElement = (item) => typeof item === "object" && item !== null;

const words = (item) => (item === null || item === undefined || item === false ? "" : String(item));

function update(node, { props, children }) {
  for (const name of new Set([...Object.keys(node.shown), ...Object.keys(props)])) {
    if (name !== "key") set(node, name, props[name], node.shown[name]);
  }
  node.shown = props;
  if (!props.fit) paint(node, children);
}

const SETTERS = {
  on: listen,
  fit,
  style: (node, values) => Object.entries(values ?? {}).forEach(([k, v]) => node.style.setProperty(k, v)),
  value: (node, value) => {
    if (node !== document.activeElement) node.value = value ?? "";
  },
};

function set(node, name, value, before) {
  if (SETTERS[name]) SETTERS[name](node, value);
  else if (value === before) return;
  else if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : value);
}

function listen(node, handlers) {
  for (const name of Object.keys(handlers ?? {})) {
    if (!node.handlers?.[name]) node.addEventListener(name, (event) => node.handlers[name]?.(event));
  }
  node.handlers = { ...node.handlers, ...handlers };
}

/** A figure drawn to the pixels it gets: `fit(width_px, height_px)` describes its children. */
function fit(node, draw) {
  if (!node.draw) sizes.observe(node);
  node.draw = draw;
  if (node.size) redraw(node);
}

/** A figure that has no room, hidden by the style, draws nothing. */
function redraw(node) {
  const [width, height] = node.size;
  paint(node, width && height ? node.draw(width, height) : []);
}

const sizes = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    target.size = [contentRect.width, contentRect.height];
    redraw(target);
  }
});
