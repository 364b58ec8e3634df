// Revocations, which take two, and the list of those they bar; a way back for who is wrongly on it.
import { ask, change, query } from "../shell/api.js";
import { el, mark, sheet } from "../shell/dom.js";
import { askIn, filled } from "../shell/forms.js";
import { table } from "../table/grid.js";
import { listing } from "../table/listing.js";

const DESK = "/approvals";
const GROUNDS = { false_registration: "虚假登记（责任人三年不得申请）", breach: "违法被吊销（负责人三年受限）", stolen_identity: "冒用他人身份（被冒用的人不受限）" };
const columns = (...names) => names.map((text) => ({ text }));
const why = { name: "reason", label: "理由", kind: "words", required: true, max: "800" };
const code = { name: "uscc", label: "统一社会信用代码", kind: "line", required: true, max: "30" };

const version = { name: "version", label: "第几版的登记不实（先后换过人的要写）", kind: "number", min: "1" };
const culprit = { name: "culprit", label: "谁做的（不写就是那一版的经营者；只限制他）", kind: "line", max: "40" };

export async function revocations(draw, { me, reopen, signal }) {
  const proposed = await ask(`${DESK}/revocations${query({ limit: 50 })}`);
  const head = me.duties.some(({ role }) => role === "registrar_head");
  const button = (words, onclick) => el("button", { type: "button", onclick }, words);
  const form = (title, path, fields) => () => askIn(title, { fields, send: async ({ uscc, ...values }) => { await change(path(uscc), filled(values)); await reopen(); } });
  const decide = (words, one, agree) => button(words, () => askIn(`${words} ${one.name}`, { fields: agree ? [] : [why], send: async (values) => { await change(licence("revoke")(one.uscc), { ...values, agree, proposal: one.id }); await reopen(); } }));
  const bars = listing({ path: `${DESK}/bars`, caption: "限制登记名单，最近的在前", heads: ["姓名", "因为", "从", "到", "办理"], row: barred(button, reopen), filters: el("form", { class: "bar" }), none: "没有人。", signal });
  await bars.load();
  const licence = (what) => (uscc) => `${DESK}/licences/${encodeURIComponent(uscc)}/${what}`;
  draw(
    el("h1", {}, "光速办：撤销与限制登记"),
    el("p", {}, "撤销要一个人提、另一位负责人定；定了立刻对外显示，责任人列入限制登记名单。移出名单也要两个人。"),
    el("div", { class: "moves" },
      button("提请撤销登记", form("提请撤销登记", licence("revocation"), [code, { name: "ground", label: "因为什么", kind: "choice", options: GROUNDS, required: true }, version, culprit, why]))),
    sheet("等第二人定的撤销", proposed.items.length ? table("", columns("执照", "号码", "理由", "因为", "谁做的", "办理"), proposed.items.map((one) => [
      one.name, one.uscc, one.reason, GROUNDS[one.ground] || "—", `第${one.version}版 ${one.culprit}`,
      one.mine ? "您提的，要由另一位负责人定" : head ? el("span", {}, decide("同意撤销", one, true), " ", decide("不同意", one, false)) : "等负责人",
    ])) : el("p", {}, "没有。")),
    el("h2", {}, "限制登记名单"), bars.element,
  );
}

const barred = (button, reopen) => (one) => [
  one.name, GROUNDS[one.ground], one.since, one.until,
  one.lifted_on ? mark(`${one.lifted_on}移出`, "calm") : button(one.lift_proposed ? "同意移出" : "提请移出", () => askIn("移出名单", { note: one.lift_reason && `已有人提请：${one.lift_reason}`, fields: [why], send: async (values) => { await change(`${DESK}/bars/${one.id}/lift`, { ...values, proposal: one.lift_proposal }); await reopen(); } })),
];
