// The one table: its head sorts, its rows can be chosen, its cells are elements or text.
import { el } from "../shell/dom.js";
import { compared, wordsOf } from "./words.js";

// `columns`: { text, number, sorts }. `rows`: { cells, key? }. `sorted`: { at, descending } as it stands;
// `onsort(at)` when a head is pressed; `chosen`: { has(key), toggle(key, on) } where rows can be chosen.
export function grid({ caption, columns, rows, sorted, onsort, chosen }) {
  const body = el("tbody", {}, rows.map((row) => rowOf(row, columns, chosen)));
  const heads = columns.map((column, at) => head(column, at, sorted, onsort));
  const all = chosen && el("th", { scope: "col", class: "pick" }, el("input", { type: "checkbox", "aria-label": "全选", onchange: (event) => pickAll(body, event.target.checked) }));
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, all, heads)), body),
  );
}

function head(column, at, sorted, onsort) {
  const sorts = onsort && column.sorts !== false && column.text;
  const order = sorts && sorted?.at === at ? (sorted.descending ? "descending" : "ascending") : null;
  if (!column.text) return el("td");
  if (!sorts) return el("th", { scope: "col", class: column.number && "number" }, column.text);
  const sign = { ascending: "▲", descending: "▼" }[order] || "↕";
  const button = el("button", { type: "button", class: "order", onclick: () => onsort(at) }, column.text, el("span", { "aria-hidden": "true" }, ` ${sign}`));
  return el("th", { scope: "col", class: column.number && "number", "aria-sort": order }, button);
}

function rowOf({ cells, key }, columns, chosen) {
  const row = el("tr", {}, chosen && pick(key, cells, chosen), cells.map((cell, at) => el("td", { class: columns[at]?.number && "number" }, cell ?? "—")));
  if (key !== undefined) row.dataset.key = key;
  return row;
}

function pick(key, cells, chosen) {
  const box = el("input", { type: "checkbox", "aria-label": `选择 ${wordsOf(cells[0])}`, onchange: () => chosen.toggle(key, box.checked) });
  box.checked = chosen.has(key);
  return el("td", { class: "pick" }, el("label", {}, box));
}

function pickAll(body, on) {
  for (const box of body.querySelectorAll(".pick input")) if (box.checked !== on) box.click();
}

const MANY = 20;

// A table of what is all there: sorting happens in place. A column of buttons alone says nothing to sort by. A long
// one shows its first rows, finds by words, and gives the rest when asked.
export function table(caption, heads, rows) {
  const texts = rows.map((cells) => cells.map(wordsOf));
  const columns = heads.map((one, at) => ({ ...one, sorts: texts.some((words) => words[at]) }));
  const isLong = rows.length > MANY;
  let sorted = null;
  let q = "";
  let whole = !isLong;
  const places = () => {
    const found = rows.map((_row, at) => at).filter((at) => !q || texts[at].some((words) => words.includes(q)));
    if (sorted) found.sort((a, b) => compared(texts[a][sorted.at], texts[b][sorted.at], sorted.descending));
    return found;
  };
  const draw = () => {
    const found = places();
    more.hidden = whole || found.length <= MANY;
    return grid({ caption, columns, rows: (whole ? found : found.slice(0, MANY)).map((at) => ({ cells: rows[at] })), sorted, onsort: rows.length > 1 && again });
  };
  const redraw = () => region.replaceChildren(...draw().childNodes);
  const again = (at) => {
    sorted = { at, descending: sorted?.at === at && !sorted.descending };
    redraw();
    region.querySelectorAll("th .order")[columns.slice(0, at).filter((one) => one.text && one.sorts).length]?.focus();
  };
  const more = el("button", { type: "button", hidden: true, onclick: () => { whole = true; redraw(); } }, `看全部${rows.length}行`);
  const region = draw();
  if (!isLong) return region;
  const find = el("input", { type: "search", maxlength: "40", autocomplete: "off", oninput: () => { q = find.value.trim(); redraw(); } });
  return el("div", {}, el("div", { class: "bar" }, el("label", {}, `在这${rows.length}行里找`, find)), region, more);
}
