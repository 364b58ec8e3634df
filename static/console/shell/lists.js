// A list that is filtered, and goes on where the last page ended.
import { ask, query } from "./api.js";
import { el, table } from "./dom.js";

// `filters` is a form whose named fields are the query; `row(item)` gives the cells.
export function listing({ path, caption, heads, row, filters, none }) {
  const fault = el("p", { class: "fault", role: "alert" });
  const said = el("p", { class: "soft", role: "status" });
  const body = el("div");
  const more = el("button", { type: "button", hidden: true, onclick: () => again(cursor) }, "再看下一页");
  let cursor = null;
  let rows = [];

  async function load(after) {
    const page = await ask(path + query({ ...Object.fromEntries(new FormData(filters)), limit: 50, cursor: after }));
    cursor = page.next_cursor ?? null;
    rows = [...(after ? rows : []), ...page.items.map(row)];
    body.replaceChildren(rows.length ? table(caption, heads.map(head), rows) : el("p", {}, none));
    said.textContent = rows.length ? `已列出${rows.length}条${cursor ? "，还有更多" : ""}` : "";
    more.hidden = !cursor;
  }

  async function again(after) {
    fault.textContent = "";
    await load(after).catch((refusal) => { fault.textContent = refusal.message; });
  }

  filters.addEventListener("change", () => again(null));
  filters.addEventListener("submit", (event) => {
    event.preventDefault();
    again(null);
  });
  return { element: el("section", { class: "sheet" }, filters, fault, body, said, more), load: () => load(null) };
}

const head = (text) => (typeof text === "string" ? { text } : text);

// `options` are pairs of value and text, or an object; its keys that look like numbers would come first.
export const select = (name, label, options) =>
  el("label", {}, label, el("select", { name }, (Array.isArray(options) ? options : Object.entries(options)).map(([value, text]) => el("option", { value }, text))));

export const field = (name, label, attributes = {}) => el("label", {}, label, el("input", { name, autocomplete: "off", ...attributes }));
