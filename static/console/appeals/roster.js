// Who is on duty and when; hand-overs that wait or came back, with their reasons.
import { ask, change, send } from "../shell/api.js";
import { el, link, mark, moment } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { field, select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { until } from "./words.js";

const SHIFTS = (reopen) => [
  { id: "who", text: "谁", cell: (one) => one.name },
  { id: "area", text: "片区", cell: (one) => one.territory },
  { id: "from", text: "从", cell: (one) => moment(one.starts_at) },
  { id: "to", text: "到", cell: (one) => moment(one.ends_at) },
  { id: "place", text: "顺序", number: true, cell: (one) => String(one.place) },
  { id: "do", text: "", cell: (one) => el("button", { type: "button", "aria-label": `取消：${one.name} ${moment(one.starts_at)}`, onclick: () => dropping(one, reopen) }, "取消") },
];

export async function roster(draw, { reopen, signal }) {
  const { people } = await ask("/duty/shifts");
  const fields = [
    { name: "staff", label: "谁值班", kind: "choice", options: Object.fromEntries(people.map(({ id, name }) => [id, name])) }, { name: "territory", label: "片区代码", kind: "line", required: true, max: "15" },
    { name: "starts_at", label: "从", kind: "moment", required: true }, { name: "ends_at", label: "到", kind: "moment", required: true },
    { name: "place", label: "第几个呼叫（0 最先）", kind: "number", max: "9" },
  ];
  const add = () => askIn("排班", { fields, send: async (values) => { await change("/duty/shifts", { ...values, place: values.place ?? 0 }); await reopen(); } });
  const filters = el("form", { class: "bar" }, field("who", "谁、哪个片区", { type: "search", maxlength: "40" }));
  const list = listing({ path: "/duty/shifts", caption: "没结束的班次，先开始的在前", columns: SHIFTS(reopen), filters, signal, keeps: (one, { who }) => `${one.name} ${one.territory}`.includes(who), none: "没有这样的班次。没有排班的时候，按片区呼叫每一位值班员。" });
  await list.load();
  draw(el("h1", {}, "值班表"), el("p", {}, "没有排班的时候，按片区呼叫每一位值班员。"), el("div", { class: "moves" }, el("button", { type: "button", class: "first", onclick: add }, "排班")), list.element);
}

const dropping = (one, reopen) => askIn("取消班次", { fields: [], note: `${one.name} ${moment(one.starts_at)}`, send: async () => { await send(`/duty/shifts/${one.id}`, { method: "DELETE" }); await reopen(); } });

const STATES = { pending: ["等答复", "watch"], declined: ["退回", "urgent"], returned: ["超时退回", "urgent"] };
const HAND_OVERS = [
  { id: "number", text: "编号", cell: (one) => link(`#/appeals/caseload/${one.number}`, one.number) },
  { id: "answer_by", text: "最晚答复", cell: (one) => until(one.answer_by) },
  { id: "state", text: "状态", cell: (one) => mark(...STATES[one.state]) },
  { id: "sender", text: "从", cell: (one) => one.sender },
  { id: "to", text: "到", cell: (one) => one.to },
  { id: "note", text: "说明", cell: (one) => el("span", { class: "words" }, one.note) },
  { id: "reason", text: "退回原因", cell: (one) => el("span", { class: "words" }, one.reason) },
];

export async function handOvers(draw, { signal }) {
  const options = { "": "全部", ...Object.fromEntries(Object.entries(STATES).map(([name, [words]]) => [name, words])) };
  const filters = el("form", { class: "bar" }, field("q", "编号", { type: "search", maxlength: "40" }), select("state", "状态", options));
  const keeps = (one, { q, state }) => (!state || one.state === state) && one.number.includes(q.trim().toUpperCase());
  const list = listing({ path: "/appeals/desk/hand-overs", caption: "等答复的和退回来的，最近的在前", columns: HAND_OVERS, filters, signal, keeps, none: "没有等答复的移交，也没有退回来的。" });
  await list.load();
  draw(el("h1", {}, "移交"), list.element);
}
