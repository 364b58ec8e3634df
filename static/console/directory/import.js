// Lists of sites, services and organisations: a rehearsal row by row, then all of it or nothing.
import { ask } from "../shell/api.js";
import { el, mark, sheet } from "../shell/dom.js";
import { field, select } from "../table/filters.js";
import { base64Of, saved } from "../shell/sheets.js";
import { table } from "../table/grid.js";

const KINDS = [["sites", "站点和设施"], ["services", "服务（管理员）"], ["organisations", "单位（管理员）"]];
const OUTCOMES = { added: ["新增", "calm"], changed: ["有改动", "watch"], unchanged: ["不变", "calm"], faulty: ["要改", "urgent"] };
const HEADS = [{ text: "行", number: true }, { text: "名称" }, { text: "结果" }, { text: "具体" }];
const MOST = 300;

export async function importing(draw) {
  const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
  const file = el("input", { id: "list", type: "file", accept: ".xlsx,.csv,.txt" });
  const rehearse = el("button", { class: "first" }, "试算");
  const really = el("button", { type: "button", hidden: true }, "正式导入");
  const result = el("div", { role: "status" });
  const form = el(
    "form", { class: "bar" },
    select("kind", "名单", KINDS), el("label", { for: "list" }, "文件（Excel 或 CSV）", file),
    field("as_of", "名单是哪天的", { type: "date", value: today, max: today, required: true }), field("source", "名单来源", { maxlength: "60", required: true }),
    rehearse, really,
  );
  let seen = null;
  const take = async (dryRun) => {
    rehearse.disabled = really.disabled = true;
    try {
      if (!file.files.length) throw new Error("请先选择文件");
      const given = Object.fromEntries(new FormData(form));
      const body = { ...given, file: await base64Of(file.files[0]), dry_run: dryRun, plan: dryRun ? null : seen };
      const report = await ask("/directory/imports", { method: "POST", keyed: true, body });
      seen = report.plan;
      result.replaceChildren(...told(report));
      really.hidden = !dryRun || report.faulty > 0 || report.added + report.changed === 0;
    } catch (fault) {
      result.replaceChildren(el("p", { class: "fault" }, fault.message));
      really.hidden = true;
    }
    rehearse.disabled = really.disabled = false;
  };
  const again = () => {
    really.hidden = true;
    result.replaceChildren();
  };
  form.addEventListener("change", again);
  really.addEventListener("click", () => take(false));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take(true);
  });
  const blank = () => saved(`/directory/imports/template?kind=${form.elements.kind.value}`, `${form.elements.kind.value}-template.csv`);
  draw(
    el("h1", {}, "名单导入"),
    el("p", {}, "一行一条，按编号认；没有编号的按名称和社区认。空着的格子不改，名单里没有的不删。有一行要改，整张表都不导入。"),
    el("p", {}, el("button", { type: "button", onclick: blank }, "下载空白模板")),
    el("section", { class: "sheet" }, form), result,
  );
}

function told(report) {
  const tiles = Object.entries(OUTCOMES).map(([name, [words]]) => el("li", { class: name === "faulty" && report.faulty > 0 && "alarm" }, el("b", {}, String(report[name])), words));
  const order = [...report.rows].sort((a, b) => (b.outcome === "faulty") - (a.outcome === "faulty") || (a.outcome === "unchanged") - (b.outcome === "unchanged") || a.row - b.row);
  const rows = order.slice(0, MOST).map((one) => [String(one.row), one.name, mark(...OUTCOMES[one.outcome]), details(one)]);
  return [
    sheet(
      report.dry_run ? "试算结果（还没有导入）" : "已导入",
      el("ul", { class: "tiles" }, tiles),
      report.ignored.length > 0 && el("p", { class: "late" }, `这几列没有用到：${report.ignored.join("、")}`),
      order.length > MOST && el("p", { class: "soft" }, `只列前${MOST}行，要改的在最前`),
      table("逐行结果，要改的在前", HEADS, rows),
    ),
  ];
}

function details(one) {
  if (one.problems.length) return one.problems.map(({ column, problem }) => el("div", { class: "fault" }, `${column}：${problem}`));
  const changes = one.changes.map(({ column, before, after }) => el("div", {}, before ? `${column}：${before} → ${after || "空"}` : `${column}：${after}`));
  return [...changes, ...one.remarks.map(({ column, problem }) => el("div", { class: "soft" }, `${column}：${problem}`))];
}
