// The ledger: what the caller may see, what is due first in front, sorted and filtered as anybody likes.
import { ask } from "../shell/api.js";
import { el, link, mark, moment } from "../shell/dom.js";
import { roles, LEVELS, SOURCES, STATES, SUPERVISION } from "../shell/words.js";
import { asked, field, seldom, select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { actionsFor, contactsFor } from "./bulk.js";
import { dueOf } from "./due.js";

const WORKERS = ["dispatcher", "department", "grid_worker", "secretary"];
const COLUMNS = [
  { id: "number", text: "事项", sort: "number", cell: (one) => el("span", {}, link(`#/matters/${one.id}`, one.number), el("br"), one.category?.name || "待分类") },
  { id: "due", text: "期限", sort: "due", cell: dueOf },
  { id: "text", text: "内容", cell: (one) => el("span", { class: "words" }, one.text.slice(0, 60)), words: (one) => one.text },
  { id: "state", text: "环节", sort: "state", cell: (one) => el("span", {}, one.state_text, one.supervision ? [el("br"), mark(SUPERVISION[one.supervision] || "督办", "urgent")] : null) },
  { id: "place", text: "位置", sort: "place", cell: (one) => one.grid?.name || one.address || "不在网格内" },
  { id: "unit", text: "承办", sort: "unit", cell: (one) => one.unit?.name },
  { id: "level", text: "级别", sort: "level", cell: (one) => mark(LEVELS[one.level], one.level < 3 ? "urgent" : "calm") },
  { id: "reported", text: "上报", sort: "reported", cell: (one) => moment(one.reported_at) },
  { id: "source", text: "来源", sort: "source", hidden: true, cell: (one) => SOURCES[one.source] || one.source },
  { id: "category", text: "类别", sort: "category", hidden: true, cell: (one) => one.category?.name || "待分类" },
  { id: "address", text: "地址", hidden: true, cell: (one) => one.address },
  { id: "supervision", text: "督办", sort: "supervision", hidden: true, cell: (one) => SUPERVISION[one.supervision] },
  { id: "stars", text: "评价", hidden: true, number: true, cell: (one) => (one.stars ? `${one.stars}星` : null) },
  { id: "promised", text: "办结期限", hidden: true, cell: (one) => one.due_at && moment(one.due_at) },
];

export async function matters(draw, { me, signal }) {
  const [{ items: categories }, { shapes }] = await Promise.all([ask("/tips/categories"), ask("/places/schematic?level=grid")]);
  const filters = filterBar(categories, mine(me, shapes));
  const first = roles(me).some((role) => WORKERS.includes(role)) ? "mine" : "state";
  if (!asked().size) filters.elements[first].value = first === "mine" ? "true" : "open";
  const list = listing({
    path: "/events", caption: "事项，先到期的在前", columns: COLUMNS, filters, first, sort: "due", signal,
    none: "没有符合的事项。轮到您办的都办完了，或者筛得太细。", bulk: actionsFor(me), privately: contactsFor(me),
  });
  await list.load();
  draw(el("h1", {}, "事项"), list.element);
}

const filterBar = (categories, grids) => el("form", { class: "bar" },
  field("q", "编号，或90天内的字", { type: "search", minlength: "2", maxlength: "50" }),
  select("mine", "谁的", [["true", "轮到我的"], ["", "我能看的全部"]]),
  select("state", "环节", { "": "全部", ...STATES }),
  select("due", "期限", [["", "不限"], ["late", "已过"], ["today", "今天内"], ["week", "七天内"]]),
  select("level", "级别", [["", "不限"], ...Object.entries(LEVELS)]),
  select("category", "类别", named("全部", categories)),
  seldom(select("grid", "网格", named("全部", grids)), select("source", "来源", [["", "全部"], ...Object.entries(SOURCES)]), select("supervised", "督办", [["", "不限"], ["true", "有督办"], ["false", "没有"]])),
  el("button", {}, "查找"));

const named = (all, items) => [["", all], ...items.map(({ code, name }) => [code, name])];

// The grids of one's own territories: a grid's code begins with those of its community, street and district.
const mine = (me, grids) => grids.filter((grid) => me.duties.some((duty) => grid.code.startsWith(duty.territory_code.split("-")[0])));
