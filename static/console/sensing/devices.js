// The register of devices: which are heard, which are silent, which must still be filed.
import { ask } from "../shell/api.js";
import { el, mark, moment, sheet, table } from "../shell/dom.js";
import { listing, select } from "../shell/lists.js";

const HEADS = ["设备", "位置", "责任单位", "最近读数", "现在"];

export async function devices(draw) {
  const { classes } = await ask("/sensing/rules");
  const filters = el("form", { class: "bar" }, select("kind", "类别", [["", "全部"], ...classes.map(({ code, name }) => [code, name])]), el("button", {}, "查找"));
  const list = listing({ path: "/devices", caption: "登记的设备", heads: HEADS, row, filters, none: "还没有登记设备。" });
  await list.load();
  draw(el("h1", {}, "感知设备"), el("p", {}, "没有读数的设备显示为离线，不当作平安。设备不识别人脸、车牌，不保存视频。"), list.element);
}

function row(one) {
  return [
    el("span", {}, one.name, el("br"), el("span", { class: "soft" }, `${one.kind_name} · ${one.code}`)),
    el("span", {}, one.address, el("br"), el("span", { class: "soft" }, one.grid_code || "不在网格内")),
    one.owner,
    el("span", {}, one.last_seen_at ? moment(one.last_seen_at) : "还没有收到", el("br"), el("span", { class: "soft" }, `时钟慢${one.skew_seconds.toFixed(0)}秒`)),
    el("span", { class: "marks" }, one.retired_at ? mark("已停用") : one.is_silent ? mark("离线", "watch") : mark("在线"), one.must_file_by && mark(`${one.must_file_by}前备案`, "high")),
  ];
}

// The lines in force and how often each was right.
export async function rules(draw) {
  const found = await ask("/sensing/rules");
  const heads = [{ text: "级别" }, ...["触发", "解除", "几次里几次", "持续（分钟）", "属实", "误报"].map((text) => ({ text, number: true })), { text: "准确率（95%区间）" }, { text: "怎么办" }];
  const parts = found.classes.map((kind) => sheet(`${kind.name}（${kind.property}，${kind.unit}）`, table(`${kind.name}的报警线`, heads, kind.lines.map((line) => [
    `${["", "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ"][line.level]}级`, `${line.below ? "≤" : "≥"} ${line.raises_at}`, `${line.below ? ">" : "<"} ${line.clears_at}`, `${line.of}里${line.needed}`, String(line.dwell_minutes), String(line.confirmed), String(line.false),
    line.confirmed + line.false ? `${Math.round(line.precision_low * 100)}%–${Math.round(line.precision_high * 100)}%` : "还没有评判",
    line.is_doubted ? mark("误报太多，先核实", "high") : line.asks_first ? "先由网格员核实" : "直接成为事项",
  ]))));
  draw(el("h1", {}, "报警规则"), el("p", {}, `现行版本 ${found.version}。${found.note}`), el("div", { class: "stack" }, parts));
}
