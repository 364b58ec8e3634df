// The one screen for a wall, read from three metres: a map that fills the height, five numbers, sixty days.
import { ask, query } from "../shell/api.js";
import { day, el, moment } from "../shell/dom.js";
import { follow } from "./live.js";
import { areas } from "./map.js";
import { explain, figure, number } from "./numbers.js";
import { BANDS, dayBefore } from "./signals.js";
import { trend } from "./trend.js";

const DAYS_BACK = 60;
const SHOWN = ["processing", "overdue", "alarms", "heard"];
const COLOURS = { load: [["calm", "平稳"], ["watch", "有些忙"], ["high", "较忙"], ["urgent", "很忙"], ["unknown", "不清楚"]], signal: [["calm", "平常"], ["watch", "关注"], ["high", "跟进"], ["urgent", "紧急"], ["unknown", "不清楚"]] };
const LAYERS = { load: "在办和超期", signal: "高于平常的信号" };
const SIGNALS = { name: "进行中的信号", means: "和本地同期相比明显增多、还没有平息的地方。不是预测，也不是官方预警；每条信号都写明偶然多久出现一次。", rows: "#/signals" };

export async function wall(draw, { signal }) {
  const [shapes, overview] = await Promise.all([ask("/places/schematic?level=grid", { signal }), ask("/governance/overview", { signal })]);
  const drawn = frame(shapes, signal);
  await drawn.show(overview);
  document.documentElement.classList.add("wall", "night");
  signal.addEventListener("abort", () => document.documentElement.classList.remove("wall", "night"));
  draw(drawn.element);
  await drawn.days();
  return () => follow(drawn.show, drawn.say, signal);
}

function frame(shapes, signal) {
  const asOf = el("p", { class: "as-of", role: "status" });
  const numbers = el("ul", { class: "figures", "aria-label": "总览" });
  const days = el("section", { class: "days", "aria-label": "近60天" });
  const map = switchedMap(shapes, signal);
  const night = el("button", { type: "button", "aria-pressed": "true" }, "夜间");
  night.addEventListener("click", async () => {
    const dark = document.documentElement.classList.toggle("night");
    night.setAttribute("aria-pressed", String(dark));
    await drawDays();
  });
  const drawDays = async () => days.replaceChildren((await trend({ dark: document.documentElement.classList.contains("night"), letters: Math.max(14, innerHeight / 60), signal })).picture);
  const element = el("div", { class: "board" },
    el("div", { class: "top" }, el("h1", {}, "全区实时风险图"), asOf, map.layers, night, el("a", { href: "#/screen" }, "回到工作台")),
    map.element, el("div", { class: "side" }, numbers, days));
  const show = async (overview) => {
    asOf.textContent = `数据截至 ${moment(overview.as_of)}`;
    const running = await map.refresh();
    numbers.replaceChildren(...SHOWN.map((key) => el("li", {}, number(key, overview))), el("li", {}, signalsNumber(running)));
  };
  return { element, show, days: drawDays, say: (text) => { asOf.textContent = text; } };
}

const signalsNumber = (running) => el("button", { type: "button", class: `number${running ? " alarm" : ""}`, "aria-haspopup": "dialog", onclick: () => explain(SIGNALS) }, figure(running == null ? "—" : running), running == null ? "信号：还没有划线" : SIGNALS.name);

// One map with two switches, load and signal, and a slider over sixty days; it gives how many signals run today.
function switchedMap(shapes, signal) {
  const picture = el("div", { class: "picture" });
  const said = el("p", { class: "said", role: "status" });
  const colours = el("ul", { class: "legend", "aria-label": "图例" });
  const slider = el("input", { type: "range", min: "0", max: String(DAYS_BACK), value: String(DAYS_BACK) });
  let layer = "load";
  const buttons = Object.entries(LAYERS).map(([name, text]) => el("button", { type: "button", "aria-pressed": String(name === layer), onclick: () => choose(name) }, text));
  const choose = async (name) => {
    layer = name;
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(Object.keys(LAYERS)[i] === name)));
    await refresh();
  };
  const refresh = async () => {
    const back = DAYS_BACK - Number(slider.value);
    const on = back ? dayBefore(back) : "";
    const [load, found] = await Promise.all([ask(`/governance/risk-map${query({ level: "grid", on })}`, { signal }), ask(`/governance/signal-map${query({ on })}`, { signal })]);
    picture.replaceChildren(layer === "load" ? loadMap(shapes, load) : signalMap(shapes, found));
    colours.replaceChildren(...COLOURS[layer].map(([band, name]) => el("li", {}, el("span", { class: `mark ${band}` }, name))));
    slider.setAttribute("aria-valuetext", found.on);
    said.textContent = layer === "load" ? `${day(found.on)}${on ? "日终" : "此刻"}在办，颜色按数量、级别和超期` : signalWords(found);
    return found.items.every((each) => each.band === "unknown") ? null : new Set(found.items.flatMap((each) => each.signals).concat(found.whole_district.map((each) => each.id))).size;
  };
  slider.addEventListener("change", refresh);
  const element = el("section", { class: "filled", "aria-label": "地图（示意图）" }, picture, el("div", { class: "when" }, said, el("label", {}, "日期（向左是以前）", slider), colours, el("p", { class: "note" }, shapes.note)));
  return { element, layers: el("div", { class: "layers", role: "group", "aria-label": "图层" }, buttons), refresh };
}

function loadMap(shapes, { items }) {
  const found = new Map(items.map((each) => [each.code, each]));
  const busy = items.filter((each) => each.points > 0).length;
  return areas(shapes, found, (each) => `${each.band_text}，在办${each.open}，超期${each.overdue}`, `在办事项示意图，${busy}个网格有在办事项`);
}

function signalMap(shapes, found) {
  const byCode = new Map(found.items.map((each) => [each.code, { ...each, band: BANDS[each.band] }]));
  return areas(shapes, byCode, (each) => each.band_text, signalWords(found));
}

function signalWords(found) {
  const touched = found.items.filter((each) => each.signals.length).length;
  const measured = found.items.some((each) => each.band !== "unknown");
  const here = touched || measured ? `${touched}个网格高于平常` : "没有划线或没有查看，不能说平常";
  const unknown = measured && found.unmeasured.length ? `；没有划线的类别：${found.unmeasured.join("、")}` : "";
  return `${day(found.on)}：${here}${found.whole_district.length ? "，另有全区性信号" : ""}${unknown}`;
}
