// Loans between members, the ledger of hours, and the members themselves.
import { ask, change } from "../shell/api.js";
import { el, mark, moment, sheet } from "../shell/dom.js";
import { askIn, filled } from "../shell/forms.js";
import { select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { table } from "../table/grid.js";
import { roles } from "../shell/words.js";

const STATES = [["", "全部"], ["asked", "等所有者答复"], ["agreed", "已同意"], ["in_use", "使用中"], ["returned", "已归还"], ["rated", "已评价"], ["declined", "没有同意"], ["withdrawn", "已撤回"], ["lapsed", "已失效"]];
const KINDS = { party: "党组织", government: "政府部门", public: "事业单位", social: "社会组织", firm: "企业", volunteers: "志愿队伍" };
const number = (text) => ({ text, number: true });

export async function loans(draw, { me, reopen, signal }) {
  const isAdmin = roles(me).includes("admin");
  const filters = el("form", { class: "bar" }, select("state", "到哪一步", STATES));
  const list = listing({ path: "/alliances/loans", caption: "借用，最近的在前", columns: LOANS, filters, signal, none: "还没有借用。" });
  const [ledger, members, resources] = await Promise.all([ask("/resources/ledger"), ask("/alliances/members"), ask("/resources?limit=50"), list.load()]);
  draw(
    el("h1", {}, "共享资源和借用"),
    el("p", {}, "成员在手机上提供、约定、交接和评价；这里看全部。"),
    list.element,
    sheet("互助账", el("p", { class: "soft" }, ledger.note), ledger.items.length ? table("每个成员给出和得到的小时数", [{ text: "成员" }, number("给出"), number("得到")], ledger.items.map((one) => [one.name, String(one.given_hours), String(one.taken_hours)])) : el("p", {}, "还没有归还过的借用。")),
    sheet("资源", resources.items.length ? table("成员提供的资源", [{ text: "名称" }, { text: "哪一类" }, { text: "所有者" }, { text: "约定" }], resources.items.map((one) => [named(one), one.kind.name, one.owner.name, one.terms || "—"])) : el("p", {}, "还没有成员提供资源。")),
    sheet("成员", isAdmin && el("div", { class: "moves" }, joining(reopen)), members.items.length ? table("联盟成员", [{ text: "名称" }, { text: "分联盟" }, number("代表"), { text: "" }], members.items.map((one) => [named(one), one.alliance ? one.alliance.name : "—", String(one.people), isAdmin && leaving(one, reopen)])) : el("p", {}, "还没有成员。")),
  );
}

const named = (one) => el("span", {}, one.name, one.is_sample && [" ", mark("示例", "watch")]);
const LOANS = [
  { id: "resource", text: "资源", cell: (one) => one.resource.name },
  { id: "owner", text: "所有者", cell: (one) => one.owner.name },
  { id: "borrower", text: "借用", cell: (one) => one.borrower.name },
  { id: "when", text: "时间", cell: (one) => `${moment(one.starts_at)}至${moment(one.ends_at)}` },
  { id: "purpose", text: "用途", cell: (one) => el("span", { class: "words" }, one.purpose) },
  { id: "state", text: "到哪一步", cell: (one) => one.state.name },
];

// A member leaves; what it shares is shared no more, and loans that have not begun end.
function leaving(one, reopen) {
  const open = () => askIn(`退出联盟：${one.name}`, { button: "退出", note: "它提供的资源不再共享，还没开始的借用结束；已经提出的表决仍算它一家。", send: async () => { await change(`/alliances/members/${one.id}/leave`); await reopen(); } });
  return el("button", { type: "button", "aria-label": `退出联盟：${one.name}`, onclick: open }, "退出");
}

function joining(reopen) {
  const open = async () => {
    const { items } = await ask("/services/needs");
    askIn("登记成员单位", {
      note: "一次登记很多的，到“名单导入”传表格。只有管理员可以登记。",
      fields: [
        { name: "name", label: "名称", kind: "line", max: "60", required: true },
        { name: "kind", label: "性质", kind: "choice", options: KINDS },
        { name: "alliance", label: "分联盟", kind: "choice", options: Object.fromEntries(items.map(({ id, name }) => [id, name])) },
      ],
      send: async (values) => {
        await change("/alliances/members", filled(values));
        await reopen();
      },
    });
  };
  return el("button", { type: "button", onclick: open }, "登记成员单位");
}
