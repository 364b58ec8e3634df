import { chart } from "./chart.js";
import { household } from "./household.js";
import { ask, send } from "../shell/api.js";
import { el, moment } from "../shell/dom.js";
import { table } from "../table/grid.js";

export const STATES = { waiting: "排队中", running: "计算中", done: "已完成", failed: "没有完成" };
const whole = new Intl.NumberFormat("zh-CN");
const bare = (fen) => whole.format(Math.round(fen / 1e4) / 100);
const wan = (fen) => `${bare(fen)} 万元`;
const signed = (value, said) => (value > 0 ? `+${said}` : said);
const KEYS = ["heads", "needs_office", "cost_fen", "cost_at_most_fen"];
const NOT_FOUND = "没有找到";
const UNTOLD = "改革前后有一边的支出没有找到，谁多得、谁少得和相对贫困都没有算。";
const GROUPS = { age: "年龄", street: "街道", income: "家庭月收入" };

// Shows a simulation however far it is; what came of it once it is done.
export function outcome(simulation, begun) {
  const { state, percent, result, title } = simulation;
  const body = state === "done" ? shown(simulation, result, begun) : state === "failed" ? failed(simulation) : running(state, percent);
  return [el("h2", { id: "outcome-title" }, title), ...body];
}

function running(state, percent) {
  return [el("p", {}, `${STATES[state]}，${percent}%`), el("progress", { max: 100, value: percent, "aria-label": "试算进度" })];
}

function failed({ trouble, result }) {
  const rows = (result?.problems || []).map(({ line, column, text }) => [String(line), column, text]);
  const heads = [{ text: "行", number: true }, { text: "列" }, { text: "哪里不对" }];
  if (!rows.length) return [el("p", { class: "fault" }, trouble || "没有算完，请再试一次")];
  return [el("p", { class: "fault" }, `人群表有 ${rows.length} 处读不懂，改好后重新上传。`), table("读不懂的格子", heads, rows)];
}

function shown(simulation, result, begun) {
  const moved = result.policies.filter((policy) => KEYS.some((key) => policy[key][0] !== policy[key][1]));
  const save = () => download(`reform-${simulation.asked.on}.csv`, sheet(simulation, result));
  return [
    el("p", { class: "notice" }, result.population),
    el("p", {}, `${whole.format(result.people)} 人，${whole.format(result.households)} 户；按 ${simulation.asked.on} 的规则，政策包 ${simulation.pack_version}；${moment(simulation.finished_at)} 算完。`),
    (result.reform || []).map((text) => el("p", { class: "lead" }, `改了什么：${text}`)),
    moved.length ? effects(moved) : el("p", {}, "这项改动不影响任何人。"),
    [...(result.summary || []), ...(result.sampling?.said || [])].map((text) => el("p", { class: "lead" }, text)),
    (result.warnings || []).map((text) => el("p", { class: "fault", role: "alert" }, text)),
    (result.uncounted || []).map((text) => el("p", { class: "soft" }, text)),
    el("div", { class: "moves" },
      el("button", { type: "button", class: "first", onclick: save }, "下载结果（CSV）"),
      el("button", { type: "button", onclick: () => printed(simulation) }, "下载报告（PDF）"),
      el("button", { type: "button", onclick: copy }, "复制这次试算的链接"),
      simulation.asked.people && el("button", { type: "button", onclick: async () => begun(await again(simulation)) }, "用同样的规则和人口再算一遍")),
    household(simulation),
    margins(result.margins || []),
    result.deciles ? tenths(result) : "",
    el("div", { class: "charts" }, result.charts.map(chart)),
  ];
}

const copy = ({ target }) => navigator.clipboard.writeText(location.href).then(() => { target.textContent = "已复制"; }, () => { target.textContent = location.href; });

// The same request by the same rules: the result and the paper are the same to the last byte.
const again = ({ asked, pack_sha256: pack }) => ask("/welfare/simulations", { method: "POST", keyed: true, body: { ...asked, pack } });

// How near these people come to what is published; what nobody publishes is named without a figure.
function margins(items) {
  if (!items.length) return "";
  const share = (value) => (value == null ? "没有公布" : `${(100 * value).toFixed(2)}%`);
  const rows = items.filter((one) => one.published != null).map((one) => [one.label, share(one.published), share(one.drawn), one.error_points == null ? "不知道" : one.error_points.toFixed(4)]);
  const unknown = items.filter((one) => one.published == null).map((one) => one.label);
  return el("details", {},
    el("summary", {}, "试算用的人口与公开统计相差多少"),
    table("与公开统计相比", [{ text: "项目" }, ...["公布", "试算", "相差（百分点）"].map((text) => ({ text, number: true }))], rows),
    el("p", { class: "soft" }, `没有找到公布数，误差不知道：${unknown.join("、")}。`));
}

async function printed({ id, title }) {
  const blob = await (await send(`/welfare/simulations/${id}/report`)).blob();
  const link = el("a", { href: URL.createObjectURL(blob), download: `${title}.pdf` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Who gains and loses, the poorest tenth a head first; and what is left of 100 yuan more.
function tenths({ deciles, marginal, poverty }) {
  const heads = [{ text: "家庭（按人均收入）" }, ...["多得（户）", "少得（户）", "每年变化（万元）"].map((text) => ({ text, number: true }))];
  const rows = deciles.map((row) => [row.group, whole.format(row.gain), whole.format(row.lose), bare(row.change_fen)]);
  const rates = marginal.map((row) => [row.group, ...row.rate.map((rate) => (rate == null ? NOT_FOUND : (100 * rate).toFixed(2)))]);
  return el("details", {},
    el("summary", {}, "按收入看谁多得、谁少得"),
    rows.length ? table("每十分之一的家庭", heads, rows) : el("p", {}, UNTOLD),
    table("家里挣得最多的一位每多挣 100 元，全家少得多少元补贴", [{ text: "家庭月收入" }, { text: "现在", number: true }, { text: "改后", number: true }], rates),
    el("p", {}, !rows.length ? "" : !poverty ? "那时的收入不知道，相对贫困的人没有算。" : `相对贫困（人均年收入低于 ${whole.format(Math.round(poverty.line_fen / 100))} 元）：${whole.format(poverty.people[0])} → ${whole.format(poverty.people[1])} 人。`),
  );
}

function effects(moved) {
  const heads = [{ text: "政策" }, ...["现在", "改后", "窗口定", "现在支出", "改后支出", "每年相差"].map((text) => ({ text, number: true }))];
  const rows = moved.map(({ name, counts, heads: [before, after], needs_office: office, cost_at_most_fen: cost, is_summed: known = [true, true] }) => {
    const unit = counts === "households" ? " 户" : " 人";
    const change = cost[1] - cost[0];
    return [name, whole.format(before) + unit, whole.format(after) + unit, whole.format(office[1]) + unit, ...cost.map((fen, side) => (known[side] ? bare(fen) : NOT_FOUND)), known[0] && known[1] ? signed(change, wan(change)) : "算不出"];
  });
  return table("有变化的政策（支出是每年多少万元，按上限计）", heads, rows);
}

// All of the result as a sheet: policies, then groups, then cliffs. A spreadsheet must not take a name for a formula.
function sheet(simulation, result) {
  const lines = [
    ["改革", simulation.title], ["规则日期", simulation.asked.on], ["政策包", simulation.pack_version, simulation.pack_sha256], ["人群", result.population], [],
    ["政策", "计数单位", "享受（现行）", "享受（改后）", "要窗口定（现行）", "要窗口定（改后）", "每年至少（现行，元）", "每年至少（改后，元）", "每年至多（现行，元）", "每年至多（改后，元）"],
    ...result.policies.map((p) => [p.name, p.counts === "households" ? "户" : "人", ...p.heads, ...p.needs_office, ...sums(p, p.cost_fen), ...sums(p, p.cost_at_most_fen)]),
    [], ["分组", "组", "人数或户数", "增加", "减少", "每年变化（元）"],
    ...Object.entries(result.groups).flatMap(([key, rows]) => rows.map((row) => [GROUPS[key], row.group, row.counted, row.gain, row.lose, yuan(row.change_fen)])),
    [], ["挣得最多的一位每月多挣100元，全家反而更少的户数", "组", "现行", "改后"],
    ...result.cliffs.items.map((row) => ["", row.group, ...row.households.map((count) => count ?? NOT_FOUND)]),
  ];
  return `\ufeff${lines.map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
}

const sums = ({ is_summed: known = [true, true] }, pair) => pair.map((fen, side) => (known[side] ? yuan(fen) : NOT_FOUND));
const yuan = (fen) => (fen / 100).toFixed(2);
const cell = (value) => {
  const text = String(value);
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export function download(name, text) {
  const link = el("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
