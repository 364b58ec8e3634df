// One matter: what may be done, what it is, its clocks in working time, why this unit, what lies around, its story.
import { ask } from "../shell/api.js";
import { el, facts, link, mark, moment, sheet } from "../shell/dom.js";
import { bind } from "../shell/keys.js";
import { LEVELS, OUTCOMES, SOURCES, SUPERVISION } from "../shell/words.js";
import { table } from "../table/grid.js";
import { clocksSheet } from "./clocks.js";
import { assists } from "./assists.js";
import { foreseen } from "./bulk.js";
import { movesOf } from "./moves.js";
import { leftWords } from "./left-words.js";
import { beforeAndAfter, judged, picture } from "./photos.js";
import { story } from "./story.js";
import { surroundings } from "./surroundings.js";

export async function matter(draw, { id, reopen, signal }) {
  const [event, desk, { items: categories }, sensed] = await Promise.all([ask(`/events/${id}`), ask(`/events/${id}/desk`), ask("/tips/categories"), devicesOf(id)]);
  const usual = await usualStep(event);
  const moves = movesOf(event, desk, reopen, usual);
  const next = el("span", {});
  draw(
    el("p", { class: "crumbs" }, link("#/matters", "‹ 全部事项"), next),
    el("h1", {}, `${event.category?.name || "待分类"} ${event.number}`),
    el("p", { class: "marks" }, mark(event.state_text), event.overdue && mark("超期", "urgent"), event.supervision > 0 && mark(SUPERVISION[event.supervision], "urgent"), event.danger && mark(`危险：${event.danger.name}，先打${event.danger.call.join("、")}`, "urgent"), event.is_anonymous && mark("匿名"), event.is_sample && mark("示例", "watch")),
    el("div", { class: "moves", role: "group", "aria-label": "可以做的" }, moves.length ? moves : el("p", { class: "soft" }, "这一步不由您办理，可以查看。")),
    el("div", { class: "columns" },
      el("div", { class: "stack" }, leftWords(event, reopen), about(event, labels(event, categories)), sensed, beforeAndAfter(event, reopen), assists(event, reopen), story(event)),
      el("div", { class: "stack" }, clocksSheet(event.clocks.filter((clock) => clock.kind !== "reply")), why(event, desk), surroundings(event, desk), near(desk), talk(event, reopen), ratings(event)),
    ),
  );
  bindNumbers(moves, signal);
  return () => pointOn(event, next, signal);
}

// The devices whose alarms belong to this matter, each by its name: one rain may be one matter with many of them.
async function devicesOf(id) {
  const found = await ask(`/alarms?event=${id}&limit=50`).catch(() => ({ items: [] }));
  const byDevice = new Map();
  for (const one of found.items) if (!(byDevice.get(one.device)?.level <= one.level)) byDevice.set(one.device, one);
  if (!byDevice.size) return null;
  return sheet(`报警的设备（${byDevice.size}${found.next_cursor ? "+" : ""}台）`, el("ul", { class: "plain" }, [...byDevice.values()].map((one) => el("li", {}, link(`#/alarms?q=${encodeURIComponent(one.device)}&state=`, `${one.device} · ${one.kind_name}`), el("span", { class: "soft line" }, `${LEVELS[one.level]} · ${one.value_text} · ${one.address} · ${one.cleared_at ? "已解除" : one.state_text}`)))));
}

// What happens to most matters in this state, looked at before: what would become of it, and what speaks against haste.
async function usualStep(event) {
  if (!event.capacities.includes("dispatcher")) return null;
  const action = event.allowed.includes("accept") ? "accept-dispatch" : event.allowed.includes("dispatch") ? "dispatch" : null;
  if (!action) return null;
  const [line] = await foreseen(action, [event]);
  return line?.can ? { action, line } : null;
}

// The digits press the buttons in their order; each button shows its own.
function bindNumbers(moves, signal) {
  const keys = {};
  moves.slice(0, 9).forEach((button, at) => {
    const key = String(at + 1);
    button.prepend(el("kbd", { "aria-hidden": "true" }, key));
    button.setAttribute("aria-keyshortcuts", key);
    keys[key] = [button.dataset.name || button.textContent.slice(1), () => button.click()];
  });
  bind(keys, signal);
}

// The way on to what waits next, so that nobody goes back to the list for it.
async function pointOn(event, place, signal) {
  const { items } = await ask("/events?mine=true&sort=due&limit=2", { signal });
  const other = items.find((one) => one.id !== event.id);
  if (!other) return place.replaceChildren(el("span", { class: "soft" }, "没有别的事项等您办了"));
  place.replaceChildren(link(`#/matters/${other.id}`, `下一件等我办的：${other.category?.name || "待分类"} ›`));
  return bind({ ".": ["下一件等我办的", () => { location.hash = `#/matters/${other.id}`; }] }, signal);
}

// What the category's own questions are called.
const labels = (event, categories) =>
  Object.fromEntries((categories.find((one) => one.code === event.category?.code)?.fields || []).map((field) => [field.key, field.label]));

// What another report of the same matter says and shows: whoever goes there must read it.
const said = (one) =>
  el("li", {}, el("span", { class: "soft" }, `${one.number} ${moment(one.reported_at)}${one.address ? `，${one.address}` : ""}`), el("p", { class: "words" }, one.text),
    el("div", { class: "photos" }, one.photos.map((photo, i) => picture(photo, `线索${one.number}的照片${i + 1}`))));

function about(event, names) {
  return sheet("情况",
    el("p", { class: "words said-by" }, event.text),
    event.reports.length > 0 && [el("h3", {}, "并入的线索"), el("ol", { class: "plain" }, event.reports.map(said))],
    facts([
      ["级别", LEVELS[event.level]], ["来源", SOURCES[event.source]], ["位置", [event.grid?.name, event.address].filter(Boolean).join("，") || "不在网格内"],
      ["承办", event.unit?.name], ["上报时间", moment(event.reported_at)], ["对居民承诺", event.promised_at && moment(event.promised_at)],
      ["结果", OUTCOMES[event.outcome]], ["退件、返工、重办", `${event.returns}次、${event.reworks}次、${event.reopens}次`],
      ["并入的线索", event.followers ? `${event.followers}条` : ""], ["并入", event.parent && link(`#/matters/${event.parent}`, "看主事项")],
      ["社区发令", event.orders.length > 0 && el("span", { class: "marks" }, event.orders.map((one) => link(`#/orders/${one.id}`, one.number)))],
      ...Object.entries(event.attributes || {}).map(([key, value]) => [names[key] || key, String(value)]),
    ]),
  );
}

// Why the unit that has it, and whom the rules would choose now; what the words sound like.
function why(event, desk) {
  const proposal = desk.proposal;
  const tried = (proposal?.tried || []).map((rule) => el("li", {}, `${rule.rule_name}：${rule.failed.join("、")}不符`));
  const guesses = desk.suggestions.filter((one) => one.confidence >= 0.01).map((one) => el("li", {}, el("b", {}, one.category.name), ` ${Math.round(one.confidence * 100)}%`, one.because.length > 0 && el("span", { class: "soft" }, `，因为写了${one.because.map((word) => `“${word}”`).join("")}`)));
  return sheet("为什么派给它",
    event.because ? el("p", {}, `${event.unit?.name || ""}：${event.because}`) : el("p", { class: "soft" }, event.closed_at || event.handled_at ? "当场办结，没有派单。" : "还没有派单。"),
    proposal && [
      el("h3", {}, "按规则现在会派给"),
      el("p", {}, `${proposal.unit?.name || "人工决定"}：${proposal.because}`),
      facts([
        ["派单规则", `${proposal.rule_name}（${proposal.version} 版）`], ["该单位在办", proposal.open_now == null ? "" : `${proposal.open_now}件`],
        ["网格当班", proposal.on_duty.join("、")],
      ]),
      tried.length > 0 && el("details", {}, el("summary", {}, `前面${tried.length}条规则为什么不适用`), el("ol", {}, tried)),
    ],
    guesses.length > 0 && [el("h3", {}, "看文字像是"), el("ol", { class: "plain" }, guesses)],
  );
}

function near(desk) {
  if (!desk.similar.length) return null;
  const rows = desk.similar.map((one) => [link(`#/matters/${one.id}`, one.number), `${one.metres}米`, one.because.join("、"), el("span", { class: "words" }, one.text.slice(0, 40))]);
  return sheet("可能是同一件事", table("200米内、14天内；并案要由人决定", ["事项", "相距", "理由", "内容"].map((text) => ({ text })), rows));
}

function talk(event, reopen) {
  const lines = event.messages.map((message) =>
    el("li", {},
      el("b", {}, message.from_reporter ? "上报人" : "我们"), el("span", { class: "soft" }, ` ${moment(message.at)}`),
      el("p", { class: "words" }, message.text),
      el("div", { class: "photos" }, message.photos.map((photo, i) => judged(event, photo, `沟通中的照片${i + 1}`, reopen))),
    ),
  );
  return sheet("和上报人沟通", lines.length ? el("ol", { class: "timeline" }, lines) : el("p", { class: "soft" }, "还没有留言。"));
}

function ratings(event) {
  if (!event.ratings.length) return null;
  const lines = event.ratings.map((rating) =>
    el("li", {}, el("b", {}, `${rating.stars}星`), el("span", { class: "soft" }, ` ${moment(rating.at)}`),
      el("p", { class: "words" }, rating.text || rating.why || ""), rating.finding && el("p", { class: "words" }, `复核：${rating.finding}`)),
  );
  return sheet("居民评价", el("ol", { class: "timeline" }, lines));
}
