// A list as every page shows it: one row of filters, a table that sorts, rows by keys, what can be done with many.
import { el } from "../shell/dom.js";
import { isBack } from "../shell/back.js";
import { browsing, lastOpened, remembered } from "./browsing.js";
import { bulkBar } from "./bulk.js";
import { choosableColumns } from "./columns.js";
import { asked, clear, fillFrom, given, pageName, remember } from "./filters.js";
import { grid } from "./grid.js";
import { rowsOf } from "./rows.js";
import { sheetButton } from "./sheets.js";
import { viewsButton } from "./views.js";

// `filters` is a form whose named fields are the query. Rows are told either by `columns`
// ({ id, text, sort, number, hidden, cell(item), words(item) }) or by `heads` and `row(item)`, which gives the cells.
// `sort` is the service's order at first ("due", "-reported"); `bulk` what many rows can go through together;
// `privately` adds columns to a sheet that only some may have; `first` is the filter that the page sets by itself.
export function listing(told) {
  const list = new List(told);
  return { element: list.element(), load: () => list.begin() };
}

const asColumn = (head, at) => ({ id: `c${at}`, ...(typeof head === "string" ? { text: head } : head) });
const nameOf = (order) => order?.replace(/^-/, "");
const isTurned = (order) => order.startsWith("-");

class List {
  constructor({ path, caption, heads, row, columns = heads.map(asColumn), filters, first, none, sort = null, bulk = [], privately, keeps, page = pageName(), signal }) {
    Object.assign(this, { caption, columns, filters, first, none, usual: sort, privately, signal, canChoose: bulk.length > 0 });
    this.page = page;
    this.fault = el("p", { class: "fault", role: "alert" });
    this.said = el("p", { class: "soft", role: "status" });
    this.body = el("div");
    this.more = el("button", { type: "button", hidden: true, onclick: () => this.attempt(() => this.next()) }, "再看下一页");
    this.rows = rowsOf({ path, filters, keeps, cellsOf: row || ((item) => columns.map((column) => column.cell(item))) });
    this.shown = choosableColumns(this.page, columns, () => this.draw());
    this.marks = bulkBar({ actions: bulk, rows: () => this.rows.all, done: () => this.attempt(() => this.begin()) });
    this.open(asked());
  }

  // As the address says, or as the page has it at first.
  open(start) {
    this.order = start.get("sort") || this.usual;
    fillFrom(start, this.filters);
    this.shown.from(start.get("columns"));
    this.filters.addEventListener("change", () => this.attempt(() => this.begin()));
    this.filters.addEventListener("submit", (event) => {
      event.preventDefault();
      this.attempt(() => this.begin());
    });
  }

  element() {
    const table = { page: this.page, caption: this.caption, columns: this.columns, shown: this.shown, rows: this.rows, chosen: this.marks, privately: this.privately };
    const tools = el("div", { class: "list-tools" }, viewsButton(this.page, () => this.parameters().toString()), this.shown.button, sheetButton(table));
    browsing(this);
    return el("section", { class: "sheet list" },
      el("div", { class: "head" }, this.filters, tools), this.fault, this.body,
      el("div", { class: "foot" }, this.said, this.more), this.marks.element);
  }

  // What the page itself narrows at first is named once nobody narrows: the way back leads to all.
  parameters() {
    const set = given(this.filters);
    const named = set.length || !this.first ? set : [[this.first, ""]];
    const order = this.order && this.order !== this.usual ? [["sort", this.order]] : [];
    return new URLSearchParams([...named, ...order, ...this.shown.parameters()]);
  }

  // Which column the list is sorted by, and whether the service did it.
  sortedBy() {
    const name = nameOf(this.order);
    return name ? this.columns.findIndex((column) => column.sort === name || column.id === name) : -1;
  }

  // Whether the order is of what is listed alone, and not of all there is.
  sortedHere() {
    const at = this.sortedBy();
    return at >= 0 && !this.columns[at].sort;
  }

  async begin() {
    remember(this.parameters());
    const at = this.sortedBy();
    const byService = at >= 0 && Boolean(this.columns[at].sort);
    await this.rows.begin(byService ? this.order : null);
    await this.asLong();
    if (at >= 0 && !byService) await this.rows.order(at, isTurned(this.order));
    this.marks.keep();
    this.draw();
  }

  // As long as it was for whoever comes back to a row further down.
  async asLong() {
    const last = !this.wasDrawn && isBack() && lastOpened(this.page);
    while (last && this.rows.hasMore && this.rows.all.length < last.of) await this.rows.more();
    this.wasDrawn = true;
  }

  async next() {
    await this.rows.more();
    this.draw();
  }

  async attempt(what) {
    this.fault.textContent = "";
    this.body.setAttribute("aria-busy", "true");
    await what().catch((refusal) => { this.fault.textContent = refusal.message; });
    this.body.removeAttribute("aria-busy");
  }

  // A head pressed: by what it says, the other way round when pressed again.
  sortBy(place) {
    const column = this.columns[this.shown.at[place]];
    const name = column.sort || column.id;
    this.order = this.order === name ? `-${name}` : name;
    return this.attempt(() => this.begin()).then(() => this.body.querySelectorAll("thead :is(th, td):not(.pick)")[place]?.querySelector(".order")?.focus());
  }

  draw() {
    const { all, hasMore } = this.rows;
    this.body.replaceChildren(all.length ? this.table(all) : this.nothing());
    this.said.textContent = all.length ? `已列出${all.length}条${hasMore ? this.sortedHere() ? "，顺序只在这些里排，后面还有没列出的" : "，还有更多" : ""}` : "";
    this.more.hidden = !hasMore;
    remember(this.parameters());
    remembered(this.page, this.body);
  }

  table(all) {
    const { at } = this.shown;
    const by = this.sortedBy();
    return grid({
      caption: this.caption, columns: at.map((place) => ({ ...this.columns[place], sorts: Boolean(this.columns[place].sort) || (this.columns[place].sorts !== false && all.some(({ words }) => words[place])) })),
      rows: all.map(({ key, cells }) => ({ key, cells: at.map((place) => cells[place]) })),
      sorted: by >= 0 && { at: at.indexOf(by), descending: isTurned(this.order) },
      onsort: (place) => this.sortBy(place), chosen: this.canChoose && this.marks,
    });
  }

  // Nothing found: what was asked for can be taken back, or what to do instead.
  nothing() {
    const again = () => {
      clear(this.filters);
      this.attempt(() => this.begin());
    };
    return el("div", { class: "empty" }, el("p", {}, this.none), given(this.filters).length > 0 && el("button", { type: "button", onclick: again }, "清除筛选，看全部"));
  }
}
