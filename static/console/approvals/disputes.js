// What people who are named in a registration say against it: two who did not approve it end that, or it is revoked.
import { change } from "../shell/api.js";
import { el, mark, moment } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { listing } from "../table/listing.js";

const DESK = "/approvals";
const why = { name: "reason", label: "为什么维持登记", kind: "words", required: true, max: "800" };
const evidence = { name: "evidence", label: "核对了什么", note: "拿什么和什么比对的，例如章程上的签名和身份证申领表。", kind: "words", required: true, max: "400" };

export async function disputes(draw, { me, reopen }) {
  const head = me.duties.some(({ role }) => role === "registrar_head");
  const settle = (one, words, note) => el("button", { type: "button", onclick: () => askIn(`${words}：${one.name}`, { note, fields: [why, evidence], send: async (values) => { await change(`${DESK}/licences/${encodeURIComponent(one.uscc)}/disputes/settle`, { ...values, proposal: one.proposal }); await reopen(); } }) }, words);
  const todo = (one) => {
    if (one.approved_by_me) return "您经办过这件登记，由别人核对";
    if (!one.proposed) return settle(one, "提请维持登记", "提出后由另一位负责人定。不该维持的，到“撤销与限制”里提请撤销。");
    if (one.mine) return "您提的，要由另一位负责人定";
    return head ? settle(one, "同意维持登记", `已有人提请：${one.proposed}`) : "等负责人定";
  };
  const row = (one) => [one.name, one.uscc, one.reason, moment(one.at), one.proposed ? mark(one.proposed, "calm") : "还没有人核对", todo(one)];
  const filters = el("form", { class: "bar" }, el("button", {}, "刷新"));
  const list = listing({ path: `${DESK}/disputes`, caption: "还没有核对完的登记异议", heads: ["执照", "号码", "异议", "提出的时间", "核对结果", "办理"], row, filters, none: "没有等核对的登记异议。" });
  await list.load();
  draw(el("h1", {}, "光速办：登记异议"), el("p", {}, "被登记的人说登记不是本人意思的（实施细则第50条），由没有经办过这件登记的两个人核对；查清以前不能注销、转让。核对完会告诉提出的人和经营者。"), list.element);
}
