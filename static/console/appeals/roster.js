// Who is on duty and when; hand-overs that wait or came back, with their reasons.
import { ask, change, send } from "../shell/api.js";
import { el, link, mark, moment } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { table } from "../table/grid.js";

export async function roster(draw, { reopen }) {
  const { items, people } = await ask("/duty/shifts");
  const options = Object.fromEntries(people.map(({ id, name }) => [id, name]));
  const fields = [
    { name: "staff", label: "谁值班", kind: "choice", options }, { name: "territory", label: "片区代码", kind: "line", required: true, max: "15" },
    { name: "starts_at", label: "从", kind: "moment", required: true }, { name: "ends_at", label: "到", kind: "moment", required: true },
    { name: "place", label: "第几个呼叫（0 最先）", kind: "number", max: "9" },
  ];
  const add = () => askIn("排班", { fields, send: async (values) => { await change("/duty/shifts", { ...values, place: values.place ?? 0 }); await reopen(); } });
  const drop = (one) => el("button", { type: "button", onclick: () => askIn("取消班次", { fields: [], note: `${one.name} ${moment(one.starts_at)}`, send: async () => { await send(`/duty/shifts/${one.id}`, { method: "DELETE" }); await reopen(); } }) }, "取消");
  const heads = ["谁", "片区", "从", "到", "顺序", ""].map((text) => ({ text }));
  draw(
    el("h1", {}, "值班表"), el("p", {}, "没有排班的时候，按片区呼叫每一位值班员。"),
    el("button", { class: "first", onclick: add }, "排班"),
    table("班次", heads, items.map((one) => [one.name, one.territory, moment(one.starts_at), moment(one.ends_at), String(one.place), drop(one)])),
  );
}

const STATES = { pending: ["等答复", "watch"], declined: ["退回", "urgent"], returned: ["超时退回", "urgent"] };

export async function handOvers(draw) {
  const { items } = await ask("/appeals/desk/hand-overs");
  const heads = ["编号", "从", "到", "状态", "最晚答复", "说明", "退回原因"].map((text) => ({ text }));
  const row = (one) => [link(`#/appeals/caseload/${one.number}`, one.number), one.sender, one.to, mark(...STATES[one.state]), moment(one.answer_by), one.note || "—", one.reason || "—"];
  draw(el("h1", {}, "移交"), table("等答复的和退回来的", heads, items.map(row)), items.length ? "" : el("p", {}, "没有等答复的移交，也没有退回来的。"));
}
