// Simple deregistrations that are open to objections: any department may object within the days the law gives.
import { ask, change, query } from "../shell/api.js";
import { el, moment, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { table } from "../table/grid.js";
import { listing } from "../table/listing.js";

const DESK = "/approvals";
const why = { name: "reason", label: "理由", kind: "words", required: true, max: "800" };

export async function closings(draw, { reopen }) {
  const object = (one) => () => askIn(`对注销提出异议：${one.name}`, { note: "提出后这张执照恢复存续，理由会告诉经营者。", fields: [why], send: async (values) => { await change(`${DESK}/licences/${encodeURIComponent(one.uscc)}/objections`, values); await reopen(); } });
  const row = (one) => [one.name, one.uscc, one.address, one.until, el("button", { type: "button", onclick: object(one) }, "提出异议")];
  const lift = (one) => () => askIn(`解除异议：${one.name}`, { note: `提出时的理由：${one.reason}`, fields: [why], send: async (values) => { await change(`${DESK}/licences/${encodeURIComponent(one.uscc)}/objections/lift`, values); await reopen(); } });
  const standing = (one) => [one.name, one.uscc, one.reason, moment(one.at), one.own ? el("button", { type: "button", onclick: lift(one) }, "解除异议") : "其他部门提的，由那个部门解除"];
  const filters = el("form", { class: "bar" }, el("button", {}, "刷新"));
  const list = listing({ path: `${DESK}/closings`, caption: "正在公示的简易注销", heads: ["执照", "号码", "经营场所", "异议到哪一天为止", "办理"], row, filters, none: "没有正在公示的简易注销。" });
  const [objections] = await Promise.all([ask(`${DESK}/objections${query({ limit: 50 })}`), list.load()]);
  draw(el("h1", {}, "光速办：简易注销的异议"), el("p", {}, "有关部门在期限内可以提出异议（实施细则第49条）；没有异议的到期自动注销。异议由提出它的部门解除，部门里哪一位都可以。"), list.element,
    sheet("还在的异议", objections.items.length ? table("最近的在前", ["执照", "号码", "理由", "提出的时间", "办理"].map((text) => ({ text })), objections.items.map(standing)) : el("p", {}, "没有。")));
}
