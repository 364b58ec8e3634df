import { el, svg } from "../shell/dom.js";
import { table } from "../table/grid.js";

const WIDTH = 640;
const LABEL = 190;
const VALUE = 100;
const BAR = 16;
const GAP = 10;
const figure = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 2 });
const colour = (series, place) => (series[place].name === "减少" || (place === 0 && series[place].name !== "增加") ? "first" : "second");
const short = (text) => (text.length > 12 ? `${text.slice(0, 11)}…` : text);

// Draws one chart of a simulation (the service describes it as ECharts does) as lying bars, with its
// numbers as a table for those who do not see it.
export function chart({ option }) {
  const labels = option.xAxis.data;
  const series = option.series;
  const heads = [{ text: "" }, ...series.map(({ name }) => ({ text: name, number: true }))];
  const rows = labels.map((label, i) => [label, ...series.map(({ data }) => figure.format(data[i]))]);
  if (series.every(({ data }) => data.every((value) => !value))) return el("figure", {}, el("figcaption", {}, option.title.text), el("p", { class: "soft" }, "没有变化。"));
  return el(
    "figure",
    {},
    el("figcaption", {}, option.title.text),
    el("ul", { class: "key" }, series.map(({ name }, place) => el("li", { class: colour(series, place) }, name))),
    bars(option.title.text, labels, series),
    el("details", {}, el("summary", {}, "看数字"), table(option.title.text, heads, rows)),
  );
}

function bars(title, labels, series) {
  const most = Math.max(1e-9, ...series.flatMap(({ data }) => data.map(Math.abs)));
  const step = BAR * series.length + GAP;
  const drawn = labels.flatMap((label, row) => [
    svg("text", { x: LABEL - 8, y: row * step + (step - GAP) / 2 + 5, "text-anchor": "end" }, svg("title", {}, label), short(label)),
    ...series.flatMap(({ data }, place) => bar(data[row], row * step + place * BAR, most, colour(series, place))),
  ]);
  const height = labels.length * step;
  const axis = svg("line", { x1: LABEL, x2: LABEL, y1: 0, y2: height });
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": `${title}，数字见下表` }, drawn, axis);
}

function bar(value, y, most, kind) {
  const width = (Math.abs(value) / most) * (WIDTH - LABEL - VALUE);
  return [
    svg("rect", { x: LABEL, y, width, height: BAR - 2, class: kind }),
    svg("text", { x: LABEL + width + 6, y: y + BAR - 4, class: "value" }, figure.format(value)),
  ];
}
