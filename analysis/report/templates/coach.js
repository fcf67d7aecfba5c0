"use strict";
// Finding and ordering; without a script the page is whole, in the order of who needs a word.
(() => {
  const table = document.getElementById("people"), all = document.getElementById("all");
  const find = document.getElementById("find"), only = document.getElementById("only");
  const order = document.getElementById("order"), shown = document.getElementById("shown");
  const rows = [...table.tBodies], heads = [...table.tHead.querySelectorAll("th[data-key]")];
  const texts = new Map(rows.map((row) => [row, row.textContent.toLocaleLowerCase()]));
  const numbers = new Set(["sessions", "share", "momentum"]);
  const falling = new Set(["sessions", "last", "momentum"]); // what is large comes first
  let key = "need", down = false;

  function compare(a, b) {
    const x = a.dataset[key], y = b.dataset[key];
    if (x === "" || y === "") return (x === "") - (y === ""); // what is not known comes last, both ways
    const sign = down ? -1 : 1;
    return sign * (numbers.has(key) ? x - y : x.localeCompare(y, document.documentElement.lang, { numeric: true }));
  }

  function put() {
    const sorted = key === "need" ? rows : [...rows].sort(compare);
    table.append(...sorted);
    for (const head of heads) {
      if (head.dataset.key === key) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    order.value = key;
  }

  function sift() {
    const words = find.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let many = 0;
    for (const row of rows) {
      const fits = (!only.checked || row.dataset.need === "1") && words.every((word) => texts.get(row).includes(word));
      row.hidden = !fits;
      many += fits;
    }
    if (words.length || only.checked) all.open = true;
    const said = shown.dataset.words.replace("{many}", many).replace("{all}", rows.length);
    shown.textContent = many === rows.length ? "" : said;
  }

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      down = head.dataset.key === key ? !down : falling.has(head.dataset.key);
      key = head.dataset.key;
      put();
    });
  }
  order.addEventListener("change", () => {
    key = order.value;
    down = falling.has(key);
    put();
  });
  find.addEventListener("input", sift);
  only.addEventListener("change", sift);
  const tools = document.getElementById("tools");
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.hidden = rows.length < 2;
  if (matchMedia("(min-width: 761px)").matches) all.open = true;
  sift();
})();
