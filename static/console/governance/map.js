import { ask } from "../shell/api.js";
import { el, svg } from "../shell/dom.js";
import { table } from "../table/grid.js";

const NAMES = { grid: "网格", community: "社区", street: "街道" };

// The risk map: the schematic coloured by risk, and the same as a table for who cannot see colours.
export function riskMap() {
  const picture = el("div");
  const list = el("div");
  const choice = el(
    "select",
    { id: "level" },
    Object.entries(NAMES).map(([level, name]) => el("option", { value: level }, name)),
  );
  choice.addEventListener("change", () => section.refresh());
  const section = el(
    "section",
    { class: "sheet", "aria-labelledby": "map-title" },
    el("h2", { id: "map-title" }, "风险地图（示意图）"),
    el("div", { class: "bar" }, el("label", {}, "按", choice)),
    picture,
    list,
  );
  section.refresh = async () => {
    const level = choice.value;
    const [shapes, risks] = await Promise.all([
      ask(`/places/schematic?level=${level}`),
      ask(`/governance/risk-map?level=${level}`),
    ]);
    picture.replaceChildren(drawing(shapes, risks), legend(risks), el("p", { class: "soft" }, `${shapes.note}。${risks.note}（${risks.version}）`));
    list.replaceChildren(ranking(risks, NAMES[level]));
  };
  return section;
}

function drawing(shapes, risks) {
  const found = new Map(risks.items.map((item) => [item.code, item]));
  const alarmed = risks.items.filter((item) => item.points > 0).length;
  const label = `区域示意图，共${shapes.shapes.length}个区域，其中${alarmed}个有在办事项；详情见下表`;
  const numbers = shapes.shapes
    .filter((shape) => found.get(shape.code)?.open)
    .map((shape) => {
      const [x, y] = middle(shape.rings[0]);
      return svg("text", { x, y }, String(found.get(shape.code).open));
    });
  return areas(shapes, found, (risk) => `${risk.band_text}，在办${risk.open}，超期${risk.overdue}`, label, numbers);
}

// The schematic with each area in the colour of its band; `said(item)` is what its title says, `over` is drawn on top.
export function areas(shapes, items, said, label, over = []) {
  const drawn = shapes.shapes.map((shape) => {
    const item = items.get(shape.code);
    const title = item ? `${shape.name}：${said(item)}${unseen(item)}` : shape.name;
    const look = `${item?.band || "unknown"}${item?.silent ? " blind" : ""}`;
    return svg("path", { class: look, d: outline(shape.rings) }, svg("title", {}, title));
  });
  return svg("svg", { class: "map", viewBox: `0 0 ${shapes.width} ${shapes.height}`, role: "img", "aria-label": label }, drawn, over);
}

const outline = (rings) => rings.map((ring) => `M${ring.map((corner) => corner.join(" ")).join("L")}Z`).join("");

function middle(ring) {
  const side = (axis) => ring.reduce((sum, corner) => sum + corner[axis], 0) / ring.length;
  return [Math.round(side(0)), Math.round(side(1))];
}

function legend(risks) {
  return el(
    "ul",
    { class: "legend", "aria-label": "图例" },
    risks.bands.map((band) => el("li", {}, el("span", { class: `mark ${band.band}` }, band.name), ` ${band.from_points}分起${risks.level === "grid" ? "" : "（按其中最高的网格）"}`)),
    el("li", {}, el("span", { class: "mark unknown" }, "不清楚"), " 在办不多，但有设备离线"),
    el("li", {}, el("span", { class: "mark blind" }, "虚线边"), " 有设备离线，看不全"),
  );
}

function ranking(risks, name) {
  const top = risks.items.filter((item) => item.points > 0).slice(0, 12);
  if (!top.length) return el("p", {}, "目前没有在办事项。");
  return table(
    `风险最高的${name}（数字为在办事项数）`,
    [{ text: name }, { text: "风险" }, { text: "分值", number: true }, { text: "在办", number: true }, { text: "超期", number: true }],
    top.map((item) => [item.name, mark(item), String(item.points), String(item.open), late(item.overdue)]),
  );
}

// Where devices are silent nobody sees all that is there, however much or little is open.
const unseen = (item) => (item.silent ? `，${item.silent}台设备离线` : "");
export const mark = (item) => el("span", { class: `mark ${item.band}${item.silent ? " blind" : ""}` }, `${item.band_text}${unseen(item)}`);
export const late = (count) => (count ? el("span", { class: "late" }, String(count)) : "0");
