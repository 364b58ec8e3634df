// The one screen at a desk: numbers, map, streets, what is most urgent, sixty days, figures.
import { ask } from "../shell/api.js";
import { el, link, sheet } from "../shell/dom.js";
import { until } from "../events/due.js";
import { figures } from "./figures.js";
import { follow } from "./live.js";
import { late, mark, riskMap } from "./map.js";
import { number } from "./numbers.js";
import { trend } from "./trend.js";
import { table } from "../table/grid.js";

const TILES = ["processing", "pending", "overdue", "supervisions", "added_today", "solved_today", "total_accepted", "total_solved", "heard", "alarms"];
const pulse = document.querySelector("#pulse");

export async function screen(draw, { signal }) {
  const drawn = frame();
  await drawn.show(await ask("/governance/overview", { signal }));
  draw(drawn.element);
  await drawn.measure(signal);
  return () => follow(drawn.show, (text) => { pulse.textContent = text; }, signal);
}

function frame() {
  const notices = el("div", { role: "status" });
  const tiles = el("ul", { class: "tiles", "aria-label": "总览" });
  const map = riskMap();
  const streets = el("section", { class: "sheet", "aria-labelledby": "streets-title" });
  const urgent = el("section", { class: "sheet", "aria-labelledby": "urgent-title" });
  const measured = figures();
  const days = sheet("近60天");
  const element = el(
    "div",
    {},
    el("h1", {}, "全区事项一览"),
    notices,
    tiles,
    el("div", { class: "columns" }, map, el("div", { class: "stack" }, urgent, streets)),
    days,
    measured,
  );
  const show = async (overview) => {
    notices.replaceChildren(...overview.warnings.map((warning) => el("p", { class: "notice" }, warning)));
    tiles.replaceChildren(...TILES.map((key) => el("li", {}, number(key, overview))));
    streets.replaceChildren(...streetsOf(overview));
    urgent.replaceChildren(...urgentOf(overview));
    await map.refresh();
  };
  const measure = async (signal) => {
    const [drawn] = await Promise.all([trend({ signal }), measured.refresh()]);
    days.append(drawn.picture, drawn.numbers);
  };
  return { element, show, measure };
}

function streetsOf(overview) {
  const rows = overview.by_street.map((street) => [street.name, mark(street), String(street.open), late(street.overdue)]);
  const states = overview.by_state.map((state) => [state.name, String(state.count)]);
  return [
    el("h2", { id: "streets-title" }, "各街道"),
    table("在办与超期", [{ text: "街道" }, { text: "风险" }, { text: "在办", number: true }, { text: "超期", number: true }], rows),
    table("在办事项所处环节", [{ text: "环节" }, { text: "件数", number: true }], states),
  ];
}

function urgentOf(overview) {
  const rows = overview.urgent.map((line) => [
    el("span", {}, `${line.category?.name || "待分类"} `, el("a", { href: `#/matters/${line.id}`, class: "piece", "aria-label": `${line.category?.name || "待分类"} ${line.number}` }, line.number)),
    line.next_due ? until(line.next_due.due_at, line.next_due.name) : "没有期限",
    line.state_text,
    line.unit?.name,
    line.grid?.name || line.address,
  ]);
  const heads = ["事项", "期限", "环节", "责任单位", "网格"].map((text) => ({ text }));
  return [
    el("h2", { id: "urgent-title" }, "最紧急的事项"),
    rows.length ? table("按期限排列", heads, rows) : el("p", {}, "目前没有在办事项。"),
  ];
}
