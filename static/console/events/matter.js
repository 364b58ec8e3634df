// One matter: what it is, its clocks, why this unit, photos before and after, its history, what may be done.
import { ask } from "../shell/api.js";
import { el, facts, link, mark, moment, sheet, table } from "../shell/dom.js";
import { movesOf } from "./moves.js";
import { judged } from "./photos.js";
import { ACTORS, LEVELS, OUTCOMES, SOURCES, SUPERVISION } from "../shell/words.js";

export async function matter(draw, { id, reopen }) {
  const [event, desk, { items: categories }] = await Promise.all([ask(`/events/${id}`), ask(`/events/${id}/desk`), ask("/tips/categories")]);
  const moves = movesOf(event, desk, reopen);
  draw(
    el("p", {}, link("#/matters", "‹ 全部事项")),
    el("h1", {}, `${event.category?.name || "待分类"} ${event.number}`),
    el("div", { class: "moves", role: "group", "aria-label": "可以做的" }, moves.length ? moves : el("p", { class: "soft" }, "这一步不由您办理，可以查看。")),
    el("div", { class: "columns" },
      el("div", { class: "stack" }, about(event, labels(event, categories)), pictures(event, reopen), history(event)),
      el("div", { class: "stack" }, clocks(event), why(event, desk), near(desk), talk(event, reopen), ratings(event)),
    ),
  );
}

// What the category's own questions are called.
const labels = (event, categories) =>
  Object.fromEntries((categories.find((one) => one.code === event.category?.code)?.fields || []).map((field) => [field.key, field.label]));

function about(event, names) {
  return sheet("情况",
    el("p", { class: "marks" }, mark(event.state_text), event.overdue && mark("超期", "urgent"), event.supervision > 0 && mark(SUPERVISION[event.supervision], "urgent"), event.is_anonymous && mark("匿名"), event.is_sample && mark("示例", "watch")),
    el("p", { class: "words" }, event.text),
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

function pictures(event, reopen) {
  const row = (title, photos) => [
    el("h3", {}, title),
    photos.length ? el("div", { class: "photos" }, photos.map((photo, i) => judged(event, photo, `${title}的照片${i + 1}`, reopen))) : el("p", { class: "soft" }, "没有照片。"),
  ];
  return sheet("照片", row("处置前", event.before), row("处置后", event.after));
}

export function clockTable(clocks) {
  const rows = clocks.map((clock) => [
    clock.name,
    moment(clock.started_at),
    el("span", { class: clock.overdue && "late" }, clock.due_at ? moment(clock.due_at) : "暂停中"),
    clock.stopped_at ? `${moment(clock.stopped_at)} 停表${clock.overdue ? "，超期" : ""}` : clock.overdue ? el("span", { class: "late" }, "在走，已超期") : "在走",
  ]);
  return table("时限（工作时按工作日历算）", ["时限", "开始", "到期", "现在"].map((text) => ({ text })), rows);
}

function clocks(event) {
  const own = event.clocks.filter((clock) => clock.kind !== "reply");
  return sheet("时限", own.length ? clockTable(own) : el("p", {}, "还没有开始计时。"));
}

// Why the unit that has it, and whom the rules would choose now.
function why(event, desk) {
  const proposal = desk.proposal;
  const tried = (proposal?.tried || []).map((rule) => el("li", {}, `${rule.rule_name}：${rule.failed.join("、")}不符`));
  return sheet("为什么派给它",
    event.because ? el("p", {}, `${event.unit?.name || ""}：${event.because}`) : el("p", { class: "soft" }, "还没有派单。"),
    proposal && [
      el("h3", {}, "按规则现在会派给"),
      el("p", {}, `${proposal.unit?.name || "人工决定"}：${proposal.because}`),
      facts([
        ["派单规则", `${proposal.rule_name}（${proposal.version} 版）`], ["该单位在办", proposal.open_now == null ? "" : `${proposal.open_now}件`],
        ["网格当班", proposal.on_duty.join("、")],
      ]),
      tried.length > 0 && el("details", {}, el("summary", {}, `前面${tried.length}条规则为什么不适用`), el("ol", {}, tried)),
    ],
  );
}

function near(desk) {
  if (!desk.similar.length) return null;
  const rows = desk.similar.map((one) => [link(`#/matters/${one.id}`, one.number), `${one.metres}米`, one.because.join("、"), el("span", { class: "words" }, one.text.slice(0, 40))]);
  return sheet("可能是同一件事", table("200米内、14天内；并案要由人决定", ["事项", "相距", "理由", "内容"].map((text) => ({ text })), rows));
}

function history(event) {
  const lines = event.timeline.map((line) =>
    el("li", {},
      el("b", {}, line.title),
      el("span", { class: "soft" }, ` ${moment(line.at)} · ${ACTORS[line.actor] || line.actor}${line.unit ? ` · ${line.unit.name}` : ""}`),
      line.words && el("p", { class: "words" }, line.words),
    ),
  );
  return sheet("办理经过", el("ol", { class: "timeline" }, lines));
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
