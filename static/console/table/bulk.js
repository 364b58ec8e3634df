// What is done with many rows together: chosen, looked at one by one before, done one by one, told one by one.
import { showDialog } from "../shell/dialogs.js";
import { el } from "../shell/dom.js";
import { sayNext } from "../shell/said.js";
import { grid } from "./grid.js";

// `actions`: { name, preview(items), act(item, foreseen) }. `preview` gives for each item
// { id, name, can, why, words: [..] }; `act` is the single action's own call.
export function bulkBar({ actions, rows, done }) {
  const keys = new Set();
  const said = el("span", { role: "status" });
  const buttons = actions.map((action) => el("button", { type: "button", onclick: () => begin(action) }, action.name));
  const none = el("button", { type: "button", onclick: () => clear() }, "不选了");
  const element = el("div", { class: "bulk", hidden: true }, said, buttons, none);
  const chosen = () => rows().filter((row) => keys.has(row.key)).map((row) => row.item);
  const show = () => {
    element.hidden = keys.size === 0;
    said.textContent = keys.size ? `已选${keys.size}条` : "";
  };
  const clear = () => {
    keys.clear();
    for (const box of document.querySelectorAll(".pick input")) box.checked = false;
    show();
  };
  const begin = (action) => foresee(action, chosen()).then((didSome) => { if (didSome) { clear(); done(); } });
  return {
    element,
    chosen,
    has: (key) => keys.has(key),
    toggle: (key, on) => { keys[on ? "add" : "delete"](key); show(); },
    keep: () => { const here = new Set(rows().map((row) => row.key)); for (const key of [...keys]) if (!here.has(key)) keys.delete(key); show(); },
  };
}

// Shows whom it touches, and does it only then. Tells, when the dialog is closed, whether anything was done: a look
// alone takes nobody's choice away.
async function foresee(action, items) {
  const body = el("div", { class: "words" }, "正在看会影响谁…");
  const go = el("button", { type: "button", class: "first", disabled: true }, action.name);
  const close = el("button", { type: "button", onclick: () => dialog.close() }, "取消");
  const dialog = el("dialog", { class: "wide", "aria-labelledby": "bulk-title" }, el("h2", { id: "bulk-title" }, `${action.name}：${items.length}条`), body, el("div", { class: "moves" }, go, close));
  dialog.addEventListener("cancel", (event) => { if (close.disabled) event.preventDefault(); });
  let didSome = false;
  const closed = new Promise((resolve) => dialog.addEventListener("close", () => resolve(didSome)));
  showDialog(dialog);
  try {
    const lines = await action.preview(items);
    const able = lines.filter((line) => line.can);
    body.replaceChildren(summary(lines, able), lines.length ? tableOf(lines) : "");
    go.disabled = able.length === 0;
    go.textContent = able.length ? `${action.name} ${able.length}条` : "没有可以办的";
    go.onclick = () => { didSome = true; run(action, items, able, { body, go, close }); };
    if (able.length) go.focus();
  } catch (refusal) {
    body.replaceChildren(el("p", { class: "fault", role: "alert" }, refusal.message));
  }
  return closed;
}

const summary = (lines, able) => el("p", { role: "status" }, lines.length === able.length ? "下面这些都可以办，请看一眼会影响谁。" : `${able.length}条可以办，${lines.length - able.length}条不能办，原因写在旁边；不能办的不会动。`);

const tableOf = (lines) => grid({
  caption: "会怎样、告诉谁",
  columns: [{ text: "哪一条" }, { text: "会怎样" }, { text: "结果" }],
  rows: lines.map((line) => ({ key: line.id, cells: [line.name, el("span", {}, line.words.map((word) => el("span", { class: "line" }, word))), line.can ? "可以" : el("span", { class: "late" }, line.why)] })),
});

// One after the other: what was refused says why in its row, and the others go on. Whoever leaves the page stops it.
async function run(action, items, able, { body, go, close }) {
  go.disabled = close.disabled = true;
  let count = 0;
  for (const line of able) {
    if (!body.isConnected) return sayNext(`${action.name}：已办${count}条，离开页面后停下，还有${able.length - count}条没有办。`);
    const cell = body.querySelector(`tr[data-key="${line.id}"] td:last-child`);
    try {
      await action.act(items.find((item) => item.id === line.id), line);
      count += 1;
      cell.replaceChildren("已办");
    } catch (refusal) {
      cell.replaceChildren(el("span", { class: "late" }, refusal.message));
    }
    body.querySelector("[role=status]").textContent = `已办${count}条，共${able.length}条`;
  }
  close.disabled = false;
  return closing(close);
}

function closing(close) {
  close.textContent = "完成";
  close.focus();
}
