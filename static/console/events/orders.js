// Orders (社区发令) that the caller may see, and how departments do.
import { ask } from "../shell/api.js";
import { el, link, mark, moment, percent, sheet } from "../shell/dom.js";
import { select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { PARTS, RANKS } from "../shell/words.js";
import { table } from "../table/grid.js";

const HEADS = ["发令", "要办什么", "地点", "单位和环节", "发出"];
const SEES_RANKING = ["secretary", "dispatcher", "supervisor", "auditor"];

export async function orders(draw, { me }) {
  const filters = el("form", { class: "bar" }, select("state", "环节", { "": "全部", ...PARTS }));
  const list = listing({ path: "/orders", caption: "发令，最近的在前", heads: HEADS, row, filters, none: "没有符合的发令。" });
  const watches = me.duties.some((duty) => SEES_RANKING.includes(duty.role));
  const [, ranked] = await Promise.all([list.load(), watches ? ranking() : null]);
  draw(el("h1", {}, "发令和报到"), list.element, ranked ?? "");
}

function row(one) {
  return [
    el("span", {}, link(`#/orders/${one.id}`, one.number), el("br"), RANKS[one.rank].slice(0, 2)),
    el("span", { class: "words" }, one.item),
    one.place,
    el("ul", { class: "plain" }, one.parts.map((part) =>
      el("li", {}, `${part.unit.name}${part.is_lead ? "（牵头）" : ""}：${part.state_text} `, part.supervision > 0 && mark(`督办${part.supervision}级`, "urgent")))),
    one.issued_at ? moment(one.issued_at) : "待会签",
  ];
}

async function ranking() {
  const found = await ask("/events/ranking");
  const rows = found.items.map((one) => [one.unit.name, percent(one.in_time), String(one.n), `${percent(one.low)}–${percent(one.high)}`, one.score == null ? "—" : one.score.toFixed(1)]);
  const heads = [{ text: "单位" }, { text: "按时报到", number: true }, { text: "次数", number: true }, { text: "95%区间", number: true }, { text: "平均得分", number: true }];
  return sheet("各单位报到情况", rows.length ? table(`${found.since} 以来，按区间下限排列：一两次说明不了什么`, heads, rows) : el("p", {}, "还没有报到过的发令。"));
}
