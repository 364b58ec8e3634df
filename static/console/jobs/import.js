// Employers' lists: first a rehearsal that changes nothing, then, if it suits, the import itself.
import { ask } from "../shell/api.js";
import { el } from "../shell/dom.js";
import { base64Of, saved } from "../shell/sheets.js";
import { table } from "../table/grid.js";

const COUNTS = [["rows", "行"], ["published", "直接发布"], ["in_review", "转人工审核"], ["updated", "有改动"], ["repeated", "以前导入过"], ["bad", "有问题"]];

export async function importing(draw) {
  const file = el("input", { id: "list", type: "file", accept: ".xlsx,.csv,.txt" });
  const rehearse = el("button", { class: "first" }, "试算");
  const really = el("button", { type: "button", hidden: true }, "正式导入");
  const result = el("div", { role: "status" });
  const take = async (dryRun) => {
    rehearse.disabled = really.disabled = true;
    try {
      if (!file.files.length) throw new Error("请先选择文件");
      const sent = await base64Of(file.files[0]);
      const report = await ask("/staff/jobs/imports", { method: "POST", keyed: true, body: { file: sent, dry_run: dryRun } });
      result.replaceChildren(...told(report, dryRun));
      really.hidden = !dryRun || report.published + report.in_review + report.updated === 0;
    } catch (fault) {
      result.replaceChildren(el("p", { class: "fault" }, fault.message));
    }
    rehearse.disabled = really.disabled = false;
  };
  file.addEventListener("change", () => {
    really.hidden = true;
    result.replaceChildren();
  });
  really.addEventListener("click", () => take(false));
  const form = el("form", { class: "bar" }, el("label", { for: "list" }, "名单（Excel 或 CSV）", file), rehearse, really);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take(true);
  });
  draw(
    el("h1", {}, "批量导入"),
    el("p", {}, "一行一个岗位，单位按统一社会信用代码认，同一单位的编号不重复。试算不改动任何数据；同一份名单导入几次都只算一次。"),
    el("p", {}, el("button", { type: "button", onclick: () => saved("/staff/jobs/imports/template", "jobs-template.csv") }, "下载空白模板")),
    form, result,
  );
}

function told(report, dryRun) {
  const tiles = COUNTS.map(([name, words]) => el("li", { class: name === "bad" && report.bad > 0 && "alarm" }, el("b", {}, String(report[name])), words));
  const rows = report.errors.map(({ row, column, problem }) => [String(row), column, problem]);
  return [
    el("h2", {}, dryRun ? "试算结果（还没有导入）" : "已导入"),
    el("ul", { class: "tiles" }, tiles),
    rows.length ? table("要改的地方", [{ text: "行", number: true }, { text: "列" }, { text: "问题" }], rows) : el("p", {}, "没有发现问题。"),
  ];
}
