// An organiser's markets: a list, and each with its menu, who offers to help, its figures, and calling it off.
import { ask, change } from "../shell/api.js";
import { el, facts, link, mark, moment, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { sayNext } from "../shell/said.js";
import { saved } from "../shell/sheets.js";
import { field, select } from "../table/filters.js";
import { table } from "../table/grid.js";
import { listing } from "../table/listing.js";

const STATES = { draft: "草稿", published: "已发布", running: "正在办", over: "已结束", cancelled: "已取消" };
const KINDS = { draft: "watch", published: "calm", running: "watch", over: "calm", cancelled: "unknown" };
const OFFERS = { open: "等答复", accepted: "已接受", declined: "没接受", withdrawn: "已撤回" };
const columns = (...names) => names.map((text) => ({ text }));
const COLUMNS = [
  { id: "title", text: "集市", sort: "title", cell: (one) => link(`#/markets/${one.id}`, one.title) },
  { id: "starts", text: "时间", sort: "starts", cell: (one) => `${moment(one.starts_at)} 到 ${moment(one.ends_at)}` },
  { id: "place", text: "地点", cell: (one) => one.place },
  { id: "state", text: "到哪一步", sort: "state", cell: (one) => mark(STATES[one.state] || one.state, KINDS[one.state]) },
  { id: "organiser", text: "谁办", hidden: true, cell: (one) => one.organiser },
];

export async function markets(draw, { signal }) {
  const filters = el("form", { class: "bar" }, field("q", "名称、地点", { type: "search", maxlength: "40" }), select("state", "到哪一步", { "": "全部", ...STATES }));
  const list = listing({ path: "/markets/desk", caption: "我组织的集市，最近的在前", columns: COLUMNS, filters, sort: "-starts", signal, none: "没有这样的集市。新办一场：在手机上打开“办集市”，菜单要有五项以上服务才能发布。" });
  await list.load();
  draw(el("h1", {}, "我的集市"), el("p", { class: "soft" }, "拟菜单、发布、叫号、签到在手机上办；这里看全部，答复志愿者，取统计。"), list.element);
}

export async function market(draw, { id, reopen }) {
  const one = await ask(`/markets/${id}/draft`);
  const isOut = one.state !== "draft";
  const [{ items: offers }, figures] = isOut ? await Promise.all([ask(`/markets/${id}/offers?limit=50`), ask(`/markets/${id}/figures`)]) : [{ items: [] }, null];
  const names = Object.fromEntries(one.items.map((each) => [each.id, `${each.service_name}（${each.provider}）`]));
  draw(
    el("h1", {}, one.title),
    el("p", {}, mark(STATES[one.state] || one.state, KINDS[one.state]), ` ${moment(one.starts_at)} 到 ${moment(one.ends_at)}，${one.place}`),
    el("div", { class: "moves" },
      ["published", "running"].includes(one.state) && [button("告诉报名的人", () => telling(one, names, reopen), true), button("取消集市", () => cancelling(one, reopen))],
      isOut && [button("下载统计", () => saved(`/markets/${id}/figures.csv`, `${one.title}.csv`)), button("下载总结（PDF）", () => saved(`/markets/${id}/report.pdf`, `${one.title}.pdf`))],
      link("#/markets", "回到我的集市")),
    el("div", { class: "parts" },
      sheet("集市", facts([["谁办", one.organiser], ["说明", one.intro], ["取消的原因", one.cancelled_reason]])),
      sheet("菜单", one.items.length ? table("按开始的时间", columns("服务", "谁来做", "什么时候"), one.items.map((each) => [each.service_name, each.provider, `${moment(each.starts_at)} 到 ${moment(each.ends_at)}`])) : el("p", {}, "还没有菜单，请在手机上拟。")),
      figures && sheet("数字", facts([["志愿者", `${figures.volunteers}人，${figures.volunteer_hours}小时`], ...Object.entries(COUNTS).filter(([name]) => figures.total[name] != null).map(([name, words]) => [words, String(figures.total[name])])])),
      isOut && sheet("愿意帮忙的人", offers.length ? table("请答复", columns("谁", "留的话", "哪一项", "到哪一步", ""), offers.map((each) => [each.name, el("span", { class: "words" }, each.note), names[each.item_id], OFFERS[each.state] || each.state, each.state === "open" && deciding(id, each, reopen)])) : el("p", {}, "还没有人报名帮忙。"))),
  );
}

const COUNTS = { signed_up: "报名", walk_ins: "现场来的", came: "到了", served: "服务了", no_shows: "没有到", withdrawn: "取消报名", still_waiting: "还在等", mean_wait_minutes: "平均等几分钟", mean_stars: "平均几星" };
const button = (text, onclick, first) => el("button", { type: "button", class: first && "first", onclick }, text);

const telling = (one, names, reopen) => askIn("告诉报名的人", {
  fields: [{ name: "text", label: "要说的话", kind: "words", required: true, max: "500" }, { name: "item_id", label: "告诉谁", kind: "choice", options: { "": "所有报名的人", ...names } }],
  send: async (given) => { await change(`/markets/${one.id}/messages`, { text: given.text, item_id: given.item_id || null }); sayNext("已发出"); await reopen(); },
});

const cancelling = (one, reopen) => askIn(`取消：${one.title}`, { note: "报名的人都会收到原因。取消后不能恢复。", fields: [{ name: "reason", label: "为什么（报名的人会看到）", kind: "line", required: true, max: "200" }], send: async (given) => { await change(`/markets/${one.id}/cancel`, given, { seen: one.version }); sayNext("已取消"); await reopen(); } });

function deciding(id, each, reopen) {
  const send = (accept) => async () => { await change(`/markets/${id}/offers/${each.id}/decision`, { accept, item_id: each.item_id }, { seen: each.version }); await reopen(); };
  const open = (text, accept) => el("button", { type: "button", "aria-label": `${text}：${each.name}`, onclick: () => askIn(`${text}：${each.name}`, { note: each.note, send: send(accept) }) }, text);
  return el("span", { class: "marks" }, open("接受", true), open("谢谢，不用", false));
}
