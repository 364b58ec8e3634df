// Going through rows by keys, and finding again the row that one came from.
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
    if (row?.dataset.key) sessionStorage.setItem(LAST + page, row.dataset.key);
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

// Marks the row that was opened last, once the list is there again.
export function remembered(page, body) {
  const key = sessionStorage.getItem(LAST + page);
  const row = key && [...body.querySelectorAll("tbody tr")].find((each) => each.dataset.key === key);
  if (row) row.classList.add("active");
}
