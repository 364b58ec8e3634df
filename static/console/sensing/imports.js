// Many devices from a list: first it is only read; what has no faults is registered as a whole, with keys shown once.
import { change } from "../shell/api.js";
import { el } from "../shell/dom.js";
import { base64Of, saved } from "../shell/sheets.js";
import { table } from "../table/grid.js";

const PATH = "/devices/imports";

/** The block that reads a list and registers its devices; `done` is called when they are registered. */
export function importing(done) {
  const file = el("input", { id: "device-list", type: "file", accept: ".xlsx,.csv" }), result = el("div", { role: "status" });
  const failed = (fault) => result.replaceChildren(el("p", { class: "fault" }, fault.message), ...wrong(fault.problem?.findings));
  const take = async (sheet, event) => {
    event.target.disabled = true;
    try {
      const { items } = await change(PATH, { file: sheet });
      result.replaceChildren(...keys(items));
      await done();
    } catch (fault) { failed(fault); }
  };
  const read = async (event) => {
    event.preventDefault();
    try {
      if (!file.files.length) throw new Error("请先选择文件");
      const sheet = await base64Of(file.files[0]);
      const { count, problems } = await change(PATH, { file: sheet, dry_run: true });
      result.replaceChildren(
        el("p", {}, problems.length ? `读到${count}台，要改好下面这些才能登记。` : `读到${count}台，都可以登记。`),
        ...(problems.length ? wrong(problems) : [el("button", { type: "button", class: "first", onclick: (tap) => take(sheet, tap) }, `登记这${count}台`)]),
      );
    } catch (fault) { failed(fault); }
  };
  return el("details", {},
    el("summary", {}, "从表格登记多台"),
    el("p", {}, "先下载空表，一行一台，最多500台；坐标系写GCJ-02或WGS-84。有一行不对，整张表都不登记。"),
    el("div", { class: "moves" }, el("button", { type: "button", onclick: () => saved(`${PATH}/template`, "设备登记表.csv") }, "下载空表")),
    el("form", { class: "bar", onsubmit: read }, el("label", { for: "device-list" }, "设备表（Excel 或 CSV）", file), el("button", { class: "first" }, "先看一看")),
    result);
}

function wrong(problems) {
  return problems?.length ? [table("要改的地方", [{ text: "行", number: true }, { text: "列" }, { text: "问题" }], problems.map((one) => [one.row, one.column, one.problem]))] : [];
}

function keys(items) {
  const lines = [["编号", "名称", "数据流", "密钥"], ...items.map((one) => [one.code, one.name, one.datastream_id, one.key])];
  const text = `\ufeff${lines.map((line) => line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\n")}`;
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  return [
    el("p", {}, `登记了${items.length}台。密钥只显示这一次，离开本页以后看不到，请先保存。`),
    el("p", {}, el("a", { href: address, download: "设备密钥.csv" }, "保存密钥表")),
    table("编号和密钥", [{ text: "编号" }, { text: "名称" }, { text: "密钥" }], items.map((one) => [one.code, one.name, el("code", {}, one.key)])),
  ];
}
