// Signals: more than usual, here, now. A map of one day, the list, and one signal with its reasons and what is done.
import { ask, change, query } from "../shell/api.js";
import { day, el, facts, link, mark, moment, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { areas } from "./map.js";
import { table } from "../table/grid.js";

const DAYS_BACK = 60;
const KINDS = { cluster: "成片增多", creep: "慢慢增多", surge: "全区性" };
const STATES = { running: "进行中", "": "全部", new: "待查看", seen: "已查看", acting: "处理中", over: "待评判", judged: "已评判" };
const DEEDS = { order: "发令", visit: "上门或巡查", nothing: "不采取行动" };
const VERDICTS = { real: "属实", explained: "有别的原因", noise: "虚惊" };
export const BANDS = { unknown: "unknown", calm: "calm", note: "watch", follow: "high", press: "urgent" };
// Marks in the colours of the map, which are not those of official warnings.
const SHADES = { note: "some", follow: "many", press: "most" };
const SOURCES = { resident: "居民", anonymous: "匿名", grid_worker: "网格员", open311: "开放接口", hotline: "12345", sensor: "设备" };
const HEADS = ["信号", "级别", "情况", "发现", "查看时限"];

export async function signals(draw) {
  const methods = await ask("/governance/signals/methods");
  const families = [["", "全部"], ...methods.items.map(({ family, name }) => [family, name])];
  const filters = el("form", { class: "bar" }, select("state", "状态", Object.entries(STATES).sort(([a]) => (a === "running" ? -1 : 0))), select("family", "类别", families), el("button", {}, "查找"));
  const list = listing({ path: "/governance/signals", caption: "信号，最近的在前", heads: HEADS, row, filters, none: methods.items.some((each) => each.threshold != null) ? "没有信号：划了线的类别和平常差不多。" : "还没有划线（历史不够），没有信号不等于平常。" });
  const map = dayMap(families);
  await Promise.all([list.load(), map.refresh()]);
  draw(
    el("h1", {}, "风险信号"),
    el("p", {}, `和本地平常相比明显增多的地方，不是预测，也不是官方预警。${score(methods)}`),
    el("div", { class: "columns" }, list.element, map.element),
    measured(methods),
    backtest(methods),
  );
}

const score = ({ judged, good }) => (judged ? `已评判${judged}条，其中属实或有原因的${good}条（${Math.round((good / judged) * 100)}%）。` : "还没有评判过的信号。");

function row(one) {
  return [
    link(`#/signals/${one.id}`, `${one.family_name}·${KINDS[one.kind]}`),
    mark(one.band_text, SHADES[one.band]),
    el("span", { class: "words" }, one.text),
    el("span", {}, moment(one.raised_at), el("br"), one.state_text),
    one.seen_at ? `${moment(one.seen_at)} 已看` : el("span", { class: one.is_late && "late" }, moment(one.seen_due_at)),
  ];
}

// The map of one day; the slider goes back sixty days.
function dayMap(families) {
  const picture = el("div");
  const said = el("p", { role: "status" });
  const family = el("select", {}, families.map(([value, text]) => el("option", { value }, text)));
  const slider = el("input", { type: "range", min: "0", max: String(DAYS_BACK), value: String(DAYS_BACK), "aria-describedby": "signal-day" });
  const refresh = async () => {
    const on = dayBefore(DAYS_BACK - Number(slider.value));
    const [shapes, found] = await Promise.all([ask("/places/schematic?level=grid"), ask(`/governance/signal-map${query({ on, family: family.value })}`)]);
    const touched = found.items.filter((each) => each.signals.length);
    const byCode = new Map(found.items.map((each) => [each.code, { ...each, band: BANDS[each.band] }]));
    picture.replaceChildren(areas(shapes, byCode, (each) => each.band_text, `${day(on)}的信号示意图：${touched.length}个网格有信号`));
    slider.setAttribute("aria-valuetext", on);
    said.textContent = `${day(on)}：${words(found, touched)}`;
  };
  slider.addEventListener("change", refresh);
  family.addEventListener("change", refresh);
  const element = sheet("信号地图（示意图）",
    el("div", { class: "bar" }, el("label", {}, "类别", family), el("label", {}, "日期（向左是以前）", slider)),
    picture, el("p", { id: "signal-day" }, said));
  return { element, refresh };
}

// What the map of a day says; where nothing was measured it does not say that all is as usual.
function words(found, touched) {
  const measured = found.items.some((each) => each.band !== "unknown");
  const none = measured ? "没有网格高于平常" : "没有划线或没有查看，不能说平常";
  const parts = [touched.length ? touched.map((each) => `${each.name}（${each.band_text}）`).join("、") : none];
  if (found.whole_district.length) parts.push("另有全区性信号");
  if (found.unmeasured.length) parts.push(`没有划线的类别：${found.unmeasured.join("、")}`);
  const silent = found.items.reduce((sum, each) => sum + each.silent, 0);
  if (silent) parts.push(`${silent}台设备离线，所在网格不能说平常`);
  return parts.join("；");
}

export function dayBefore(days) {
  return new Date(Date.now() - days * 864e5).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
}

// How the lines were drawn and how often each is wrong.
function measured(methods) {
  const heads = [{ text: "类别" }, ...["每天件数", "线", "允许误报（每百天）", "实测误报（每百天）", "已评判", "属实或有原因"].map((text) => ({ text, number: true })), { text: "说明" }];
  const number = (value, digits = 1) => (value == null ? "—" : value.toFixed(digits));
  const rows = methods.items.map((one) => [one.name, number(one.mean_a_day), number(one.threshold), number(one.allowed_false), number(one.measured_false, 2), String(one.judged), String(one.good), el("span", { class: "words" }, one.note)]);
  return sheet("这张图多久会错一次", table(`分类版本 ${methods.families_version}，${methods.families_note}`, heads, rows), el("p", { class: "soft words" }, methods.formula));
}

// What today's line would have raised in days that are over.
function backtest(methods) {
  const family = el("select", {}, methods.items.map((each) => el("option", { value: each.family }, each.name)));
  const days = [dayBefore(30), dayBefore(1)].map((value) => el("input", { type: "date", value, required: true }));
  const said = el("div", { role: "status" });
  const run = async (event) => {
    event.preventDefault();
    said.textContent = "正在算…";
    try {
      const found = await change("/governance/backtests", { family: family.value, from: days[0].value, to: days[1].value });
      const rows = found.items.map((one) => [moment(one.at), one.grids.join("、"), one.observed == null ? "不到5件" : String(one.observed), one.expected == null ? "—" : one.expected.toFixed(1), one.recurrence_days ? `平均每${Math.round(one.recurrence_days)}天一次` : "—"]);
      said.replaceChildren(el("p", {}, `${found.days}天里会有${found.items.length}条信号。`), rows.length ? table("会发出的信号", ["时间", "网格", "件数", "平常", "偶然出现"].map((text) => ({ text })), rows) : "");
    } catch (refusal) {
      said.textContent = refusal.message;
    }
  };
  const form = el("form", { class: "bar", onsubmit: run }, el("label", {}, "类别", family), el("label", {}, "从", days[0]), el("label", {}, "到", days[1]), el("button", {}, "试算"));
  return sheet("拿以前的日子试算", el("p", {}, "用今天的线看最多92天，不保存结果。"), form, said);
}

export async function signal(draw, { id, reopen }) {
  const one = await ask(`/governance/signals/${id}`);
  draw(
    el("p", {}, link("#/signals", "‹ 全部信号")),
    el("h1", {}, `${one.family_name}·${KINDS[one.kind]}`),
    el("div", { class: "moves", role: "group", "aria-label": "可以做的" }, moves(one, reopen)),
    el("div", { class: "columns" }, el("div", { class: "stack" }, what(one), examples(one)), outcome(one)),
  );
}

function moves(one, reopen) {
  const send = (name) => async (values) => {
    await change(`/governance/signals/${one.id}/${name}`, values, { seen: one.version });
    await reopen();
  };
  const button = (text, onclick, first) => el("button", { type: "button", class: first && "first", onclick }, text);
  const act = () => askIn("处理", { fields: [{ name: "deed", label: "怎么处理", kind: "choice", options: DEEDS, required: true }, { name: "reason", label: "说明（不采取行动必须写明）", kind: "words", max: "500" }], send: (values) => send("act")({ ...values, reason: values.reason || "" }) });
  const judge = () => askIn("评判", { fields: [{ name: "verdict", label: "事后看", kind: "choice", options: VERDICTS, required: true }, { name: "finding", label: "查到什么", kind: "words" }], send: (values) => send("judge")({ ...values, finding: values.finding || "" }) });
  const all = { ack: button("我已查看", () => send("ack")({}), true), act: button("记下怎么处理", act), judge: button("评判", judge, true) };
  return one.allowed.map((name) => all[name]);
}

function what(one) {
  const number = (value) => (value == null ? "不到5件，不显示" : String(value));
  return sheet("情况",
    el("p", { class: "marks" }, mark(one.band_text, SHADES[one.band]), mark(one.state_text), one.is_late && mark("过时未看", "urgent"), one.by_patrol && mark("可能因巡查增加", "watch")),
    el("p", { class: "words" }, one.text),
    facts([
      ["位置", one.place], ["时间", `${one.from} 至 ${one.to}，统计到 ${moment(one.counted_at)}`],
      ["件数", number(one.observed)], ["平常", one.expected == null ? null : String(one.expected)], ["倍数", one.ratio && `${one.ratio}倍`],
      ["偶然出现", one.statistic == null ? null : one.recurrence_days ? `平均每${Math.round(one.recurrence_days)}天一次` : "2000天以上一次"],
      ["统计量与线", one.statistic == null ? null : `${one.statistic.toFixed(2)}（线 ${one.threshold.toFixed(2)}）`],
      ["来源", Object.entries(one.sources).map(([name, count]) => `${SOURCES[name] || name}${count}`).join("、")],
    ]));
}

function examples(one) {
  const rows = one.examples.map((each) => [link(`#/matters/${each.id}`, each.number), each.category, moment(each.reported_at)]);
  return sheet("其中的事项", rows.length ? table("最近的几件，您有权打开的", ["编号", "类别", "上报"].map((text) => ({ text })), rows) : el("p", {}, "没有可以打开的事项。"));
}

function outcome(one) {
  return sheet("后来",
    facts([
      ["查看", one.seen_at ? moment(one.seen_at) : `请在${moment(one.seen_due_at)}前查看`], ["处理", one.deed && `${DEEDS[one.deed]} ${moment(one.acted_at)}`], ["说明", one.reason],
      ["平息", one.over_at && moment(one.over_at)], ["评判", one.verdict && `${VERDICTS[one.verdict]} ${moment(one.judged_at)}`], ["查到", one.finding],
    ]));
}
