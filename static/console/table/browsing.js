// Going through rows by keys, and finding again the row that one came from.
import { isBack } from "../shell/back.js";
import { bind } from "../shell/keys.js";

const LAST = "weijiayuan.desk.row.";
const first = (row) => row.querySelector("td:not(.pick) a, td:not(.pick) button") || row;

export function browsing({ page, body, filters, more, signal }) {
  const rows = () => [...body.querySelectorAll("tbody tr")];
  const active = () => rows().find((row) => row.contains(document.activeElement)) || rows().find((row) => row.classList.contains("active"));
  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(active());
    mark(all[Math.min(Math.max(at + step, 0), all.length - 1)] || all[0], all);
  };
  const search = filters.querySelector("[type=search], input:not([type=date])");
  bind({
    j: ["下一条", () => go(1)],
    k: ["上一条", () => go(-1)],
    ArrowDown: ["下一条", () => go(1)],
    ArrowUp: ["上一条", () => go(-1)],
    x: ["选中这一条，或不选", () => active()?.querySelector(".pick input")?.click()],
    n: ["再看下一页", () => !more.hidden && more.click()],
    ...(search && { "/": ["到查找", () => search.focus()] }),
    "[": ["到筛选", () => filters.querySelector("select, input")?.focus()],
  }, signal);
  body.addEventListener("click", (event) => {
    const row = event.target.closest("tbody tr");
    if (row?.dataset.key) sessionStorage.setItem(LAST + page, JSON.stringify({ key: row.dataset.key, at: rows().indexOf(row), of: rows().length }));
  });
}

// Shows where one is: the row's own link takes the focus, so that Enter opens it.
function mark(row, all) {
  for (const each of all) each.classList.toggle("active", each === row);
  const target = first(row);
  if (target === row) row.tabIndex = -1;
  target.focus();
  row.scrollIntoView({ block: "nearest" });
}

// Which row was opened last, its place, and how many there were: { key, at, of }.
export const lastOpened = (page) => JSON.parse(sessionStorage.getItem(LAST + page) || "null");

// Marks that row once the list is there again; for whoever comes back, the one that took its place where it is gone.
export function remembered(page, body) {
  const last = lastOpened(page);
  const all = [...body.querySelectorAll("tbody tr")];
  const row = last && (all.find((each) => each.dataset.key === last.key) || (isBack() && all[Math.min(last.at, all.length - 1)]));
  if (row) row.classList.add("active");
}

// Puts whoever comes back where they were; says whether there was such a row.
export function backToRow(main) {
  const row = isBack() && main.querySelector("tbody tr.active");
  if (!row) return false;
  mark(row, [...row.parentElement.rows]);
  row.scrollIntoView({ block: "center" });
  return true;
}
