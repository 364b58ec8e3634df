// A sketch of what lies around a matter, in metres; a public map would need an approved base, so this is none.
import { el, link, sheet, svg } from "../shell/dom.js";

const NEAREST = 6;

export function surroundings(event, { around }) {
  const reach = around.metres;
  const nearest = [...around.neighbours].sort((a, b) => Math.hypot(a.east, a.north) - Math.hypot(b.east, b.north));
  return sheet("周围",
    svg("svg", { class: "map sketch", viewBox: `${-reach} ${-reach} ${2 * reach} ${2 * reach}`, role: "group", "aria-label": `示意图：周围${reach}米，在办${around.neighbours.length}件` },
      around.grids.map((grid) => svg("path", { class: grid.code === event.grid?.code ? "own" : "", d: outline(grid.corners) }, svg("title", {}, grid.name))),
      around.neighbours.map((one) => svg("a", { href: `#/matters/${one.id}`, "aria-label": `${one.category?.name || "待分类"} ${one.number}` }, svg("circle", { class: one.overdue ? "dot late" : "dot", cx: one.east, cy: -one.north, r: reach / 40 }, svg("title", {}, `${one.category?.name || "待分类"} ${one.number}，${one.state_text}`)))),
      svg("circle", { class: "here", cx: 0, cy: 0, r: reach / 28 }),
      svg("line", { class: "scale", x1: -reach * 0.92, x2: -reach * 0.92 + 100, y1: reach * 0.92, y2: reach * 0.92 }),
      svg("text", { x: -reach * 0.92 + 50, y: reach * 0.84 }, "100米")),
    el("p", { class: "soft" }, `示意图，不是地图。${around.neighbours.length ? `${reach}米内还有${around.neighbours.length}件在办，最近的：` : `${reach}米内没有别的在办事项。`}`),
    nearest.length > 0 && el("ul", { class: "plain" }, nearest.slice(0, NEAREST).map((one) => el("li", {}, link(`#/matters/${one.id}`, `${one.category?.name || "待分类"} ${one.number}`), el("span", { class: one.overdue ? "late" : "soft" }, ` ${Math.round(Math.hypot(one.east, one.north))}米，${one.state_text}${one.overdue ? "，超期" : ""}`)))));
}

const outline = (corners) => (corners.length ? `M${corners.map(([east, north]) => `${east} ${-north}`).join("L")}Z` : "");
