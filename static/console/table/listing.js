// A list as every page shows it: one row of filters, a table that sorts, rows by keys, what can be done with many.
import { el } from "../shell/dom.js";
import { bulkBar } from "./bulk.js";
import { choosableColumns } from "./columns.js";
import { asked, clear, fillFrom, given, pageName, remember } from "./filters.js";
import { grid } from "./grid.js";
import { browsing, remembered } from "./browsing.js";
import { rowsOf } from "./rows.js";
import { sheetButton } from "./sheets.js";
import { viewsButton } from "./views.js";

// `filters` is a form whose named fields are the query. Rows are told either by `columns`
// ({ id, text, sort, number, hidden, cell(item), words(item) }) or by `heads` and `row(item)`, which gives the cells.
// `sort` is the service's order at first ("due", "-reported"); `bulk` what many rows can go through together;
// `privately` adds columns to a sheet that only some may have.
export function listing({ path, caption, heads, row, columns = heads.map(asColumn), filters, none, sort = null, bulk = [], privately, signal }) {
  const page = pageName();
  const fault = el("p", { class: "fault", role: "alert" });
  const said = el("p", { class: "soft", role: "status" });
  const body = el("div");
  const more = el("button", { type: "button", hidden: true, onclick: () => attempt(next) }, "再看下一页");
  const cellsOf = row || ((item) => columns.map((column) => column.cell(item)));
  const rows = rowsOf({ path, filters, cellsOf });
  const shown = choosableColumns(page, columns, () => draw());
  const marks = bulkBar({ actions: bulk, rows: () => rows.all, done: () => attempt(begin) });
  const start = asked();
  let order = start.get("sort") || sort;
  fillFrom(start, filters);
  shown.from(start.get("columns"));

  const parameters = () => new URLSearchParams([...given(filters), ...(order && order !== sort ? [["sort", order]] : []), ...shown.parameters()]);
  const sorted = () => {
    if (!order) return null;
    const name = order.replace(/^-/, "");
    const at = columns.findIndex((column) => column.sort === name || column.id === name);
    return at < 0 ? null : { at: shown.at.indexOf(at), descending: order.startsWith("-") };
  };
  const byService = () => columns.some((column) => column.sort && column.sort === order?.replace(/^-/, ""));

  async function begin() {
    remember(parameters());
    await rows.begin(byService() ? order : null);
    if (order && !byService()) await rows.order(columns.findIndex((column) => column.id === order.replace(/^-/, "")), order.startsWith("-"));
    marks.keep();
    draw();
  }

  async function next() {
    await rows.more();
    draw();
  }

  async function attempt(what) {
    fault.textContent = "";
    body.setAttribute("aria-busy", "true");
    await what().catch((refusal) => { fault.textContent = refusal.message; });
    body.removeAttribute("aria-busy");
  }

  // A head pressed: by what it says, the other way round when pressed again.
  function onsort(place) {
    const column = columns[shown.at[place]];
    const name = column.sort || column.id;
    order = order === name ? `-${name}` : name;
    attempt(begin).then(() => body.querySelectorAll("th .order")[place]?.focus());
  }

  function draw() {
    const cells = ({ cells: all }) => shown.at.map((at) => all[at]);
    const drawn = rows.all.map((one) => ({ key: one.key, cells: cells(one) }));
    body.replaceChildren(drawn.length ? grid({ caption, columns: shown.at.map((at) => columns[at]), rows: drawn, sorted: sorted(), onsort, chosen: bulk.length > 0 && marks }) : nothing());
    said.textContent = drawn.length ? `已列出${drawn.length}条${rows.hasMore ? "，还有更多" : ""}` : "";
    more.hidden = !rows.hasMore;
    remember(parameters());
    remembered(page, body);
  }

  // Nothing found: what was asked for can be taken back, or what to do instead.
  function nothing() {
    const again = () => { clear(filters); attempt(begin); };
    const asksMuch = given(filters).length > 0;
    return el("div", { class: "empty" }, el("p", {}, none), asksMuch && el("button", { type: "button", onclick: again }, "清除筛选，看全部"));
  }

  filters.addEventListener("change", () => attempt(begin));
  filters.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(begin);
  });
  const table = { page, caption, columns, shown, rows, chosen: marks, privately };
  const tools = el("div", { class: "list-tools" }, viewsButton(page, () => parameters().toString()), shown.button, sheetButton(table));
  browsing({ page, body, filters, more, signal });
  return {
    element: el("section", { class: "sheet list" }, el("div", { class: "head" }, filters, tools), fault, body, el("div", { class: "foot" }, said, more), marks.element),
    load: () => begin(),
  };
}

const asColumn = (head, at) => ({ id: `c${at}`, ...(typeof head === "string" ? { text: head } : head) });
