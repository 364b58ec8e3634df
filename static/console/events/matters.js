// The ledger: what the caller may see, by state, place, category and words, newest first.
import { ask } from "../shell/api.js";
import { el, link, mark, moment } from "../shell/dom.js";
import { field, listing, select } from "../shell/lists.js";
import { SOURCES, STATES, SUPERVISION } from "../shell/words.js";

const HEADS = ["事项", "内容", "位置", "环节", "承办", "上报", "期限"];
const BY_ROLE = [["dispatcher", "submitted"], ["department", "open"], ["grid_worker", "open"], ["secretary", "open"], ["supervisor", "open"]];

export async function matters(draw, { me }) {
  const [{ items: categories }, { shapes }] = await Promise.all([ask("/tips/categories"), ask("/places/schematic?level=grid")]);
  const state = select("state", "环节", { "": "全部", ...STATES });
  const roles = me.duties.map((duty) => duty.role);
  state.querySelector("select").value = BY_ROLE.find(([role]) => roles.includes(role))?.[1] ?? "";
  const asked = new URLSearchParams(location.hash.split("?")[1]);
  const overdue = select("overdue", "期限", { "": "不限", true: "已超期", false: "未超期" });
  for (const [name, field] of [["state", state], ["overdue", overdue]]) {
    if (asked.size) field.querySelector("select").value = asked.get(name) ?? "";
  }
  const filters = el("form", { class: "bar" },
    state, overdue,
    select("category", "类别", named("全部", categories)), select("grid", "网格", named("全部", mine(me, shapes))),
    field("q", "编号，或90天内的字", { type: "search", minlength: "2", maxlength: "50" }), el("button", {}, "查找"));
  const list = listing({ path: "/events", caption: "事项，最近上报的在前", heads: HEADS, row, filters, none: "没有符合的事项。" });
  await list.load();
  draw(el("h1", {}, "事项"), list.element);
}

const named = (all, items) => [["", all], ...items.map(({ code, name }) => [code, name])];

// The grids of one's own territories: a grid's code begins with those of its community, street and district.
const mine = (me, grids) => grids.filter((grid) => me.duties.some((duty) => grid.code.startsWith(duty.territory_code.split("-")[0])));

function row(one) {
  return [
    el("span", {}, link(`#/matters/${one.id}`, one.number), el("br"), one.category?.name || "待分类"),
    el("span", { class: "words" }, one.text.slice(0, 60)),
    one.grid?.name || one.address || "不在网格内",
    el("span", {}, one.state_text, one.supervision ? [el("br"), mark(SUPERVISION[one.supervision] || "督办", "urgent")] : null),
    one.unit?.name,
    el("span", {}, moment(one.reported_at), el("br"), SOURCES[one.source] || ""),
    one.overdue ? el("span", { class: "late" }, `超期 ${moment(one.due_at)}`) : moment(one.due_at),
  ];
}
