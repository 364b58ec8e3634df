// Filing of covenants at the street: clauses with what was found about them, and two answers.
import { ask, change } from "../shell/api.js";
import { el, facts, moment, sheet } from "../shell/dom.js";
import { askIn, filled } from "../shell/forms.js";
import { COVENANTS, COVENANT_STATES, all, button, choosing, found as finding } from "./spaces.js";

export const spaces = choosing("公约备案", "看条款是否合法，备案，或退回修改并写明哪一条。", "commons/filings");

export async function filings(draw, { id, reopen }) {
  const [space, items] = await Promise.all([ask(`/commons/spaces/${id}`), all("/commons/covenants", { space: id })]);
  draw(el("h1", {}, `${space.name}：公约备案`), ...(items.length ? items.map((one) => shown(one, reopen)) : [el("p", {}, "还没有交来的公约。")]));
}

function shown(one, reopen) {
  const answer = (title, accepted, fields) => button(title, () => askIn(title, { fields, send: async (values) => { await change(`/commons/covenants/${one.id}/file`, filled({ ...values, accepted })); await reopen(); } }), accepted);
  const remark = (label, required) => ({ name: "remark", label, kind: "words", required, max: "400" });
  return sheet(`${one.title}（${COVENANTS[one.kind]}，第${one.version}版）`,
    facts([["到哪一步", COVENANT_STATES[one.state]], ["效力", one.force], ["已签", `${one.signatures}人`], ["备案", one.filing_no && `${one.filing_no}，${moment(one.filed_at)}`], ["答复", one.remark]]),
    el("ol", {}, one.clauses.map((text, at) => el("li", {}, el("span", { class: "words" }, text), one.findings.filter(({ clause }) => clause === at + 1).map(finding)))),
    one.state === "signing" ? el("div", { class: "moves" }, one.kind !== "promise" && !one.decided_at ? el("p", {}, "还没有经法定的会议或表决通过，不能备案。") : answer("备案", true, [{ name: "filing_no", label: "备案编号", kind: "line", required: true, max: "60" }, remark("备注", false)]), answer("退回修改", false, [remark("哪一条、为什么", true)])) : "");
}
