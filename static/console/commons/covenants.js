// Covenants: written with what the check finds, read by a second person, signed, decided by who makes them; consent sheets.
import { ask, change } from "../shell/api.js";
import { el, facts, mark, moment, sheet } from "../shell/dom.js";
import { askIn, filled } from "../shell/forms.js";
import { COVENANTS, COVENANT_STATES, all, button, choosing, columns, found as finding } from "./spaces.js";
import { table } from "../table/grid.js";

const KINDS_OF_MEETING = ["confirmed", "published"];

export const spaces = choosing("公约和同意书", "起草公约，看条款能不能这样写；住宅改经营用房的同意书。", "commons/covenants");

export async function covenants(draw, { id, reopen }) {
  const [space, drafts, items, meetings, results, sheets] = await Promise.all([
    ask(`/commons/spaces/${id}`), all("/commons/covenants/drafts", { space: id }), all("/commons/covenants", { space: id }), all("/commons/meetings", { space: id }), all("/commons/ballots/official", { space: id }), all("/commons/consent-sheets", { space: id }),
  ]);
  const bodies = {
    residents: Object.fromEntries(meetings.filter((one) => one.kind === "residents" && KINDS_OF_MEETING.includes(one.state)).map((one) => [one.id, `${one.title}，${moment(one.starts_at)}`])),
    owners: Object.fromEntries(results.filter((one) => one.result.passes).map((one) => [one.id, `${one.question}，${moment(one.held_on)}`])),
  };
  draw(
    el("h1", {}, `${space.name}：公约和同意书`),
    el("div", { class: "moves" }, button("起草一份", () => writing(id, reopen), true)),
    ...[...drafts, ...items].map((one) => shown(one, bodies, id, reopen)),
    drafts.length || items.length ? "" : el("p", {}, "还没有公约。"),
    sheet("住宅改经营用房的同意书（民法典第279条）", el("p", {}, "由要改的那一户业主在手机上发起；没有账号的业主写在纸上，由两个人各录一次，一样才算。"), sheets.length ? table("最近的在前", columns("哪一户", "改作什么", "到哪一步", "编号", "办理"), sheets.map((one) => [one.unit, one.use, `${one.agreed}户同意${ways(one)}，${one.refused}户不同意，${one.missing}户没有表态，共${one.owners}户${one.closed_at ? "；已收齐" : ""}`, el("code", {}, one.code), paper(one, reopen)])) : el("p", {}, "没有。")),
  );
}

function writing(space, reopen, from) {
  askIn("起草", {
    note: "一行一条。写好就查：不能写的条款会告诉您依据和可以怎样写。新的一版开始签，旧的就作废。",
    fields: [
      { name: "kind", label: "哪一种", kind: "choice", options: COVENANTS, value: from?.kind }, { name: "title", label: "名称", kind: "line", required: true, max: "60", value: from?.title },
      { name: "clauses", label: "条款", kind: "words", required: true, max: "20000", value: from?.clauses.join("\n") },
    ],
    send: async ({ clauses, ...values }) => {
      await change("/commons/covenants", { ...values, space_id: space, clauses: clauses.split("\n").map((line) => line.trim()).filter(Boolean) });
      await reopen();
    },
  });
}

function shown(one, bodies, space, reopen) {
  const act = (title, move, fields = [], note = "") => button(title, () => askIn(title, { fields, note, send: async (values) => { await change(`/commons/covenants/${one.id}/${move}`, filled(values)); await reopen(); } }));
  const body = one.kind === "residents" ? "meeting_id" : "result_id", choices = bodies[one.kind] || {};
  const decides = one.state === "signing" && one.kind !== "promise" && !one.decided_at;
  return sheet(`${one.title}（${COVENANTS[one.kind]}，第${one.version}版）`,
    facts([["到哪一步", COVENANT_STATES[one.state]], ["效力", one.force], ["已签", one.state === "draft" ? "" : `${one.signatures}人`], ["第二个人说", one.review], ["街道答复", one.remark], ["备案", one.filing_no]]),
    el("ol", {}, one.clauses.map((text, at) => el("li", {}, el("span", { class: "words" }, text), one.findings.filter(({ clause }) => clause === at + 1).map(finding)))),
    el("div", { class: "moves" },
      one.state === "draft" && !one.reviewed ? act("第二个人看过了", "review", [{ name: "words", label: "看的结论", kind: "words", required: true, max: "400" }], "条款由起草以外的人看一遍，标着“要人看”的先看。") : "",
      one.state === "draft" ? act("请大家签", "open") : "",
      decides && Object.keys(choices).length ? act(one.kind === "residents" ? "居民会议已通过" : "业主表决已通过", "decided", [{ name: body, label: "哪一次", kind: "choice", options: choices }]) : "",
      decides && !Object.keys(choices).length ? el("p", {}, one.kind === "residents" ? "要先开居民会议并确认记录，才能备案。" : "要先登记并核对通过的法定表决结果，才能备案。") : "",
      button("照这份改新版", () => writing(space, reopen, one))));
}

function paper(one, reopen) {
  if (one.closed_at) return "";
  const type = () => askIn("录纸上的表态", { note: "只给没有账号的业主录；另一个人也要录一次。", fields: [{ name: "number", label: "户号", kind: "number", min: "1", required: true }, { name: "agrees", label: "写的是", kind: "choice", options: { yes: "同意", no: "不同意" } }], send: async ({ number, agrees }) => { await change(`/commons/consent-sheets/${one.id}/paper`, { number, agrees: agrees === "yes" }); await reopen(); } });
  const close = () => askIn("收齐，不再改", { note: "收齐以后谁也不能再改，办事的部门凭编号看到的就是这份。", send: async () => { await change(`/commons/consent-sheets/${one.id}/close`); await reopen(); } });
  return el("span", {}, button("录纸上的表态", type), " ", button("收齐", close));
}

// By which way each consent came: an office may ask more of what came late.
function ways(one) {
  const parts = [["手机", one.agreed_by.account], ["征求开始后才核实的账号", one.agreed_by.account_bound_since], ["纸质", one.agreed_by.paper]].filter(([, number]) => number);
  const late = [["表态后账号被解除", one.replaced], ["房号有争议", one.disputed]].filter(([, number]) => number);
  return parts.concat(late).length ? `（${parts.concat(late).map(([what, number]) => `${what}${number}`).join("，")}）` : "";
}
