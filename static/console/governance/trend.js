// What came and what was settled, day by day: a chart, and the same as a table for who cannot see it.
import { ask } from "../shell/api.js";
import { el } from "../shell/dom.js";
import { table } from "../table/grid.js";
import { isDark } from "../shell/theme.js";

const SERIES = [["reported", "上报", "#0b57d0", "#7db4ff"], ["closed", "办结", "#05693a", "#6fd3a0"]];
const HEADS = [{ text: "日期" }, { text: "上报", number: true }, { text: "办结", number: true }];

// A chart of sixty days in an element of its own; `dark` for the night, `letters` the size of its letters in pixels.
export async function trend({ dark = isDark(), letters = 14, signal } = {}) {
  const [charts, found] = await Promise.all([import("../vendor/echarts.js"), ask("/governance/trend", { signal })]);
  const picture = el("div", { class: "trend", role: "img", "aria-label": said(found) });
  const chart = charts.init(picture, null, { renderer: "svg", width: 640, height: 240 });
  chart.setOption(option(found, dark, letters));
  const fitting = new ResizeObserver(() => picture.isConnected && chart.resize({ width: picture.clientWidth, height: picture.clientHeight }));
  fitting.observe(picture);
  signal?.addEventListener("abort", () => {
    fitting.disconnect();
    chart.dispose();
  });
  const rows = [...found.items].reverse().map((one) => [one.day, String(one.reported), String(one.closed)]);
  return { picture, numbers: el("details", {}, el("summary", {}, "看数字"), table("每天上报和办结的事项", HEADS, rows)) };
}

const said = ({ items }) => `近${items.length}天每天上报和办结的事项，共上报${sum(items, "reported")}件、办结${sum(items, "closed")}件`;
const sum = (items, key) => items.reduce((total, one) => total + one[key], 0);

function option({ items }, dark, letters) {
  const ink = dark ? "#e8f0ec" : "#17211b";
  const text = { color: ink, fontSize: letters };
  return {
    animation: false,
    textStyle: text,
    legend: { textStyle: text, top: 0 },
    grid: { left: 4 * letters, right: letters, top: 2.4 * letters, bottom: 2 * letters },
    xAxis: { type: "category", data: items.map(({ day }) => day.slice(5).split("-").map(Number).join("/")), axisLabel: text, axisLine: { lineStyle: { color: ink } } },
    yAxis: { type: "value", minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: dark ? "#2b4238" : "#d5ddd8" } } },
    series: SERIES.map(([key, name, day, night]) => ({ name, type: "line", symbol: key === "closed" ? "rect" : "circle", showSymbol: false, lineStyle: { width: letters / 5, type: key === "closed" ? "dashed" : "solid" }, color: dark ? night : day, data: items.map((one) => one[key]) })),
  };
}
