// What was agreed, for who does it: the property company answers here within its days; the secretary calls departments.
import { ask, change } from "../shell/api.js";
import { el, facts, mark, moment, sheet } from "../shell/dom.js";
import { askIn, filled } from "../shell/forms.js";
import { PARTS } from "../shell/words.js";
import { KINDS, all, button, choosing } from "./spaces.js";

const STATES = { agreed: "已议定", doing: "在办", done: "办完了，等复查", checked: "已复查" };
const DOERS = { self: ["committee", "secretary"], property: ["property", "committee", "secretary"], rule: ["committee", "secretary"], department: [] };

export const spaces = choosing("议定的事", "每件事都有人办、有日子；办完附照片，由提出的人复查。", "commons/outcomes");

export async function outcomes(draw, { id, me, reopen }) {
  const [space, items, door] = await Promise.all([ask(`/commons/spaces/${id}`), all("/commons/outcomes", { space: id }), ask(`/commons/figures?space=${id}`)]);
  const roles = me.duties.map(({ role }) => role);
  const units = roles.includes("secretary") && items.some((one) => one.kind === "department") ? (await ask("/events/departments")).items : [];
  draw(
    el("h1", {}, `${space.name}：议定的事`),
    el("p", {}, door.due ? `到期${door.due}件，按时办完${door.on_time}件；现在过期${door.overdue}件。` : "还没有到期的事。"),
    ...(items.length ? items.map((one) => shown(one, roles, units, reopen)) : [el("p", {}, "还没有议定的事。")]),
  );
}

function shown(one, roles, units, reopen) {
  const act = (title, move, fields = [], body = (values) => values) => button(title, () => askIn(title, { fields, send: async (values) => { await change(`/commons/outcomes/${one.id}/${move}`, body(filled(values)), { seen: one.version }); await reopen(); } }));
  const does = DOERS[one.kind].some((role) => roles.includes(role)), keeps = DOERS.self.some((role) => roles.includes(role));
  const open = one.state === "agreed" || one.state === "doing";
  const words = (name, label, required, max) => ({ name, label, kind: "words", required, max });
  return sheet(one.text,
    facts([["谁来办", `${KINDS[one.kind]}：${one.owner}`], ["哪天前", one.due_on], ["到哪一步", one.overdue ? mark(`${STATES[one.state]}，过期`, "urgent") : STATES[one.state]], ["为什么晚了", one.overdue_reason], ["办的人说", one.done_words], ["复查的人说", one.checked_words], ["事件", one.matter?.number]]),
    one.matter ? one.matter.orders.map((part) => el("p", {}, `${part.unit}${part.lead ? "（牵头）" : ""}：${PARTS[part.state]}，${moment(part.by)}前`)) : "",
    el("div", { class: "moves" },
      does && one.state === "agreed" ? act("开始办", "start") : "",
      does && open ? act("办完了", "done", [words("words", "怎样办的", false, "1000"), { name: "photos", label: "照片", kind: "photos" }]) : "",
      does && one.overdue && one.state !== "checked" ? act("说明为什么晚了", "overdue-reason", [words("reason", "理由，大家都看得到", true, "400")]) : "",
      keeps && one.state === "done" ? [act("替不用手机的人复查：办好了", "check", [words("words", "他怎么说", false, "400")], (values) => ({ ...values, fixed: true })), act("复查：还没办好", "check", [words("words", "他怎么说", true, "400")], (values) => ({ ...values, fixed: false }))] : "",
      one.matter && units.length && one.state !== "checked" ? act("请部门来（发令）", "orders", [
        { name: "departments", label: "请哪些单位来（第一个牵头）", kind: "many", options: Object.fromEntries(units.map((unit) => [unit.code, unit.name])) }, { name: "place", label: "在哪里", kind: "line", required: true, max: "120" }, { name: "by", label: "什么时候前", kind: "moment" },
      ], (values) => ({ ...values, lead: values.departments[0] || "" })) : ""));
}
