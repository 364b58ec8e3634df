// What else a keeper decides: standing bookings, no-shows that somebody contests, and what visitors said.
import { change } from "../shell/api.js";
import { el, mark, moment } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { field, select } from "../table/filters.js";
import { listing } from "../table/listing.js";

const WEEKDAYS = ["", "周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const button = (text, about, onclick) => el("button", { type: "button", "aria-label": `${text}：${about}`, onclick }, text);
const why = (label, required) => ({ name: "reason", label, kind: "words", required, max: "200" });

const SERIES = (reopen) => [
  { id: "group", text: "谁", cell: (one) => one.group_name || "—" },
  { id: "when", text: "每周", cell: (one) => `${WEEKDAYS[one.weekday] || ""} ${one.starts}` },
  { id: "first", text: "从", cell: (one) => one.first_day },
  { id: "last", text: "到", cell: (one) => one.last_day },
  { id: "people", text: "人数", number: true, cell: (one) => String(one.people) },
  { id: "dates", text: "几次", number: true, cell: (one) => String(one.dates.length) },
  { id: "purpose", text: "做什么", cell: (one) => el("span", { class: "words" }, one.purpose) },
  { id: "do", text: "", cell: (one) => el("span", { class: "marks" }, button("全部同意", one.group_name || one.purpose, () => deciding(one, true, reopen)), button("不同意", one.group_name || one.purpose, () => deciding(one, false, reopen))) },
];
const deciding = (one, approve, reopen) => askIn(approve ? "同意全部日期" : "不同意", { note: `${one.group_name || one.purpose}，${WEEKDAYS[one.weekday] || ""} ${one.starts}，${one.first_day}到${one.last_day}。`, fields: approve ? [] : [why("为什么（对方会看到）", true)], send: async (given) => { await change(`/venues/series/${one.id}/decision`, { approve, reason: given.reason || "" }); await reopen(); } });

export async function series(draw, { reopen, signal }) {
  const filters = el("form", { class: "bar" }, field("q", "谁、做什么", { type: "search", maxlength: "40" }));
  const list = listing({ path: "/venues/keeper/series", caption: "等答复的定期预约", columns: SERIES(reopen), filters, signal, keeps: (one, { q }) => `${one.group_name}${one.purpose}`.includes(q.trim()), none: "没有等答复的定期预约。" });
  await list.load();
  draw(el("h1", {}, "定期预约"), el("p", { class: "soft" }, "一次定下全部日期。"), list.element);
}

const MISSED = (reopen) => [
  { id: "title", text: "场地", cell: (one) => el("b", {}, one.title) },
  { id: "when", text: "什么时候", cell: (one) => moment(one.starts_at) },
  { id: "who", text: "谁", cell: (one) => one.group_name || one.nickname },
  { id: "said", text: "对方怎么说", cell: (one) => el("span", { class: "words" }, one.appeal?.text) },
  { id: "do", text: "", cell: (one) => one.appeal?.state === "open" && el("span", { class: "marks" }, button("撤销记录", one.title, () => excusing(one, true, reopen)), button("维持", one.title, () => excusing(one, false, reopen))) },
];
const excusing = (one, grant, reopen) => askIn(grant ? "撤销这次未到" : "维持这次未到", { note: `${one.title} ${moment(one.starts_at)}`, fields: [why("理由（对方会看到）", true)], send: async (given) => { await change(`/venues/bookings/${one.id}/appeal/decide`, { grant, ...given }); await reopen(); } });

export async function missed(draw, { reopen, signal }) {
  const filters = el("form", { class: "bar" }, select("contested", "看哪些", [["true", "有异议的"], ["false", "全部未到"]]));
  const list = listing({ path: "/venues/keeper/no-shows", caption: "没有到的预约，最近的在前", columns: MISSED(reopen), filters, signal, none: "没有这样的记录。" });
  await list.load();
  draw(el("h1", {}, "未到和异议"), list.element);
}

const SAID = (reopen) => [
  { id: "stars", text: "星", number: true, cell: (one) => String(one.stars) },
  { id: "text", text: "说什么", cell: (one) => el("span", { class: "words" }, one.text || "没有写") },
  { id: "at", text: "哪天", cell: (one) => moment(one.created_at) },
  { id: "shown", text: "公开", cell: (one) => (one.is_shown ? mark("看得到") : mark("等审", "watch")) },
  { id: "answer", text: "答复", cell: (one) => (one.answer ? el("span", { class: "words" }, one.answer) : button("答复", one.text || `${one.stars}星`, () => answering(one, reopen))) },
];
const answering = (one, reopen) => askIn("以场地的名义答复", { note: one.text, fields: [{ name: "text", label: "答复（大家看得到）", kind: "words", required: true, max: "500" }], send: async (given) => { await change(`/venues/ratings/${one.id}/answer`, given, { seen: one.version }); await reopen(); } });

export async function ratings(draw, { reopen, signal }) {
  const filters = el("form", { class: "bar" }, select("unanswered", "看哪些", [["true", "还没答复的"], ["false", "全部"]]));
  const list = listing({ path: "/venues/keeper/ratings", caption: "来过的人怎么说", columns: SAID(reopen), filters, signal, none: "没有这样的评价。" });
  await list.load();
  draw(el("h1", {}, "评价"), list.element);
}
