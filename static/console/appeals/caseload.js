// What I have: appeals with who, until when; triage, hand over, settle, close. Words are read only with a reason.
import { ask, change, query } from "../shell/api.js";
import { el, facts, link, mark, moment, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { field, select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { told } from "./mediations.js";
import { APPEALS, TRACKS, danger, until } from "./words.js";

const COLUMNS = [
  { id: "number", text: "编号", sort: "number", cell: (one) => el("span", { class: "marks" }, link(`#/appeals/caseload/${one.number}`, one.number), danger(one)) },
  { id: "due", text: "答复期限", sort: "due", cell: (one) => until(one.due_at) },
  { id: "state", text: "状态", sort: "state", cell: (one) => one.state_text },
  { id: "track", text: "去向", sort: "track", cell: (one) => TRACKS[one.track] },
  { id: "level", text: "层级", cell: (one) => one.level },
  { id: "me", text: "我", cell: (one) => (one.offered ? mark("等您接收", "watch") : "负责") },
  { id: "received", text: "提出", sort: "received", cell: (one) => moment(one.received_at) },
];

export async function caseload(draw, { me, signal }) {
  const isOnDuty = me.duties.some(({ role }) => role === "duty_worker");
  const filters = el("form", { class: "bar" }, field("q", "编号", { type: "search", maxlength: "40" }), select("state", "状态", APPEALS), select("track", "去向", { "": "全部", ...TRACKS }));
  const list = listing({ path: "/appeals/desk", caption: "诉求，危险的在前", columns: COLUMNS, filters, signal, none: "没有这样的诉求在您手上。新分给您的、同事移交给您的会出现在这里。" });
  const [pages] = await Promise.all([isOnDuty ? ask("/duty/pages") : { items: [] }, list.load()]);
  draw(el("h1", {}, "我手上的诉求"), ...pages.items.map(calling), list.element);
}

const calling = ({ number, sent_at }) =>
  el("p", { class: "bar", role: "alert" }, mark("有人可能有危险", "urgent"), link(`#/appeals/caseload/${number}`, number), moment(sent_at),
    el("button", { onclick: async () => { await change("/duty/ack", { number }); location.reload(); } }, "我来接手"));

// Whoever opens the words says why; it stands in the trail.
export async function appeal(draw, { id, reopen }) {
  const show = async (reason) => draw(...(await opened(id, reason, reopen)));
  draw(el("h1", {}, id), el("p", {}, "打开全文要写明原因，会留痕。"), el("button", { class: "first", onclick: () =>
    askIn("查看全文", { fields: [{ name: "reason", label: "为什么要看", kind: "line", required: true }], send: ({ reason }) => show(reason) }) }, "查看全文"));
}

async function opened(id, reason, reopen) {
  const it = await ask(`/appeals/desk/${id}${query({ reason })}`);
  const { items } = await ask("/appeals/desk/colleagues");
  const colleagues = Object.fromEntries(items.map(({ id: value, name }) => [value, name]));
  const act = (path) => async (body) => { await change(`/appeals/${id}/${path}`, body, { seen: it.version }); await reopen(); };
  const deed = (title, path, fields = [], more = {}) =>
    el("button", { type: "button", onclick: () => askIn(title, { fields, send: (values) => act(path)({ ...values, ...more }) }) }, title);
  const words = (name, label) => ({ name, label, kind: "words", required: true });
  const track = { name: "track", label: "去向", kind: "choice", options: TRACKS };
  return [
    el("h1", {}, it.asks),
    sheet("情况", facts([["编号", it.number], ["状态", it.state_text], ["负责人", it.in_hands_of], ["层级", it.level], ["答复期限", moment(it.due_at)], ["向谁请求", it.against || "未写明"], ["结果", it.outcome || "—"]]), el("p", { class: "words" }, it.text)),
    it.deadlines.length ? sheet("别错过的日子", it.deadlines.map((line) => el("p", {}, `${line.title}：最晚 ${line.last_safe_day}（${line.article}）`))) : "",
    sheet("留言", it.messages.map((line) => el("p", {}, `${line.mine ? "我们" : "当事人"} ${moment(line.at)}：${line.text}`)), it.offered ? "" : deed("回复", "answers", [words("text", "内容")])),
    sheet("办理", el("div", { class: "moves" }, it.offered ? offered(deed, words) : holding(it, deed, words, { id, track, colleagues })), it.offered_to ? el("p", { class: "soft" }, `已移交给${it.offered_to}，等对方接收；接收以前仍由您负责。`) : ""),
    sheet("各方怎么说", el("p", {}, `提出的人：${it.said_settled.asker ? "已化解" : "还没有说"}；对方：${it.said_settled.other ? "已化解" : "还没有说"}`)),
    it.hand_overs.length ? sheet("移交过", it.hand_overs.map((one) => el("p", {}, `${moment(one.sent_at)} ${one.sender} → ${one.to}：${one.reason || one.note || ""}`))) : "",
    sheet("经手", it.history.map((line) => el("p", {}, `${moment(line.at)} ${line.who}`))),
  ];
}

const offered = (deed, words) => [deed("接收移交", "accept"), deed("退回移交", "decline", [words("reason", "原因")])];

// What the holder may do now; what cannot be done is not shown.
function holding(it, deed, words, { id, track, colleagues }) {
  const may = (state) => it.allowed.includes(state);
  const isOpen = ["received", "triaged", "in_hand", "reopened"].includes(it.state);
  return [
    may("triaged") || it.state === "triaged" ? deed("分流", "triage", [track, { name: "told_of_formal_road", label: "已告知正式途径的最后期限", kind: "tick" }]) : "",
    may("in_hand") ? deed("开始办理", "take") : "",
    isOpen && !it.offered_to ? deed("移交", "hand-over", [{ name: "to", label: "同事", kind: "choice", options: colleagues }, words("note", "说明")]) : "",
    isOpen ? deed("提级", "raise") : "",
    may("settled") ? deed("已化解", "settle", [words("outcome", "结果")]) : "",
    el("button", { type: "button", onclick: async () => told(`对方的确认码 ${(await change(`/appeals/${id}/other-side`)).code}，只显示这一次`) }, "给对方确认码"),
    may("closed") ? deed("结束并告知其他途径", "close", [words("outcome", "告知了什么")]) : "",
  ];
}
