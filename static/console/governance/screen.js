// The one screen: draw, follow the stream, and fall back to asking every half minute.
import { ask, events } from "../shell/api.js";
import { el, link, moment, table } from "../shell/dom.js";
import { figures } from "./figures.js";
import { late, mark, riskMap } from "./map.js";

const ASK_EVERY = 30_000;
const TILES = [
  ["processing", "在办"], ["pending", "待受理"], ["overdue", "超期", true], ["supervisions", "督办待答复", true],
  ["added_today", "今日新增"], ["solved_today", "今日办结"], ["total_accepted", "累计受理"], ["total_solved", "累计办结"],
];
const pulse = document.querySelector("#pulse");

export async function screen(draw, { signal }) {
  const drawn = frame();
  await drawn.show(await ask("/governance/overview", { signal }));
  draw(drawn.element);
  await drawn.measure();
  return () => watch(drawn, signal);
}

// Keeps the screen up to date until the page is left; a session that ends is thrown.
async function watch(drawn, signal) {
  while (!signal.aborted) {
    try {
      for await (const overview of events("/governance/stream", signal)) {
        pulse.textContent = `实时 · ${moment(new Date().toISOString())}`;
        if (overview) await drawn.show(overview);
      }
    } catch (refusal) {
      if (signal.aborted) return;
      if (refusal.status === 401 || refusal.status === 403) throw refusal;
      await askAgain(drawn, signal);
    }
  }
}

async function askAgain(drawn, signal) {
  pulse.textContent = "实时连接不可用，每半分钟刷新一次";
  await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
  if (signal.aborted) return;
  try {
    await drawn.show(await ask("/governance/overview", { signal }));
  } catch (refusal) {
    if (refusal.status === 401 || refusal.status === 403) throw refusal;
    pulse.textContent = refusal.message;
  }
}

function frame() {
  const notices = el("div", { role: "status" });
  const tiles = el("ul", { class: "tiles", "aria-label": "总览" });
  const map = riskMap();
  const streets = el("section", { class: "sheet", "aria-labelledby": "streets-title" });
  const urgent = el("section", { class: "sheet", "aria-labelledby": "urgent-title" });
  const measured = figures();
  const element = el(
    "div",
    {},
    el("h1", {}, "全区事项一览"),
    notices,
    tiles,
    el("div", { class: "columns" }, map, el("div", { class: "stack" }, urgent, streets)),
    measured,
  );
  const show = async (overview) => {
    notices.replaceChildren(...overview.warnings.map((warning) => el("p", { class: "notice" }, warning)));
    tiles.replaceChildren(...TILES.map((tile) => numberOf(overview, tile)));
    streets.replaceChildren(...streetsOf(overview));
    urgent.replaceChildren(...urgentOf(overview));
    await map.refresh();
  };
  return { element, show, measure: () => measured.refresh() };
}

function numberOf(overview, [key, name, alarms]) {
  const value = key === "supervisions" ? overview.supervisions : overview.statistics[key];
  return el("li", { class: alarms && value > 0 && "alarm" }, el("b", {}, String(value)), name);
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
    link(`#/matters/${line.id}`, `${line.category?.name || "待分类"} ${line.number}`),
    line.grid?.name || line.address,
    line.state_text,
    line.unit?.name,
    line.overdue ? el("span", { class: "late" }, `超期 ${moment(line.due_at)}`) : moment(line.due_at),
  ]);
  const heads = ["事项", "网格", "环节", "责任单位", "期限"].map((text) => ({ text }));
  return [
    el("h2", { id: "urgent-title" }, "最紧急的事项"),
    rows.length ? table("按期限排列", heads, rows) : el("p", {}, "目前没有在办事项。"),
  ];
}
