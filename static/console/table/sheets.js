// Takes away what a list shows, as CSV or as a workbook; the service writes the file and notes who took it.
import { send } from "../shell/api.js";
import { el } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { wordsOf } from "./words.js";

const KINDS = { xlsx: "Excel 工作簿（XLSX）", csv: "CSV" };
const WHICH = { shown: "现在列出的", all: "全部符合筛选的（最多1000条）" };

// `privately`: { label, note, heads, columns(items, reason) } for what only some may take.
export function sheetButton(table) {
  return el("button", { type: "button", onclick: () => choose(table) }, "导出");
}

function choose(table) {
  const picked = table.chosen.chosen();
  const which = picked.length ? { picked: `选中的${picked.length}条`, ...WHICH } : WHICH;
  const extra = table.privately && [
    { name: "privately", label: table.privately.label, kind: "tick" },
    { name: "reason", label: "要用来做什么（带个人信息时必填）", max: "200" },
  ];
  askIn("导出表格", {
    fields: [
      { name: "which", label: "哪些行", kind: "choice", options: which },
      { name: "kind", label: "格式", kind: "choice", options: KINDS },
      ...(extra || []),
    ],
    note: `列和现在看到的一样。谁导出了哪些列会记入审计轨迹。${table.privately?.note || ""}`,
    button: "导出",
    send: (values) => take(table, picked, values),
  });
}

async function take({ page, caption, columns, shown, rows, privately }, picked, { which, kind, privately: isPrivate, reason }) {
  if (isPrivate && !reason) throw new Error("带个人信息时请写明用来做什么");
  if (which === "all") await rows.everything();
  const ids = new Set(picked.map((item) => item.id));
  const taken = which === "picked" ? rows.all.filter((row) => ids.has(row.key)) : rows.all;
  const at = shown.at.filter((place) => columns[place].text);
  const heads = at.map((place) => columns[place].text);
  const cells = taken.map((row) => at.map((place) => columns[place].words?.(row.item) ?? wordsOf(row.cells[place])));
  if (isPrivate) {
    const more = await privately.columns(taken.map((row) => row.item), reason);
    heads.push(...privately.heads);
    cells.forEach((row, place) => row.push(...more[place]));
  }
  const title = caption.split("，")[0];
  await saved(await send("/desk/sheets", { method: "POST", body: { page, title, kind, heads, rows: cells } }), `${title}.${kind}`);
}

async function saved(answer, name) {
  const link = el("a", { href: URL.createObjectURL(await answer.blob()), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}
