// The judge's page: sessions of the day; one page with agreement, signals, the fixed questions, record and ruling.
import { ask, change, send } from "../shell/api.js";
import { el, facts, link, mark, moment, sheet } from "../shell/dom.js";
import { askIn, filled } from "../shell/forms.js";
import { field, select } from "../table/filters.js";
import { table } from "../table/grid.js";
import { listing } from "../table/listing.js";
import { SESSIONS } from "./words.js";

const ANSWERS = { yes: "是", no: "否", silent: "沉默" };
const NOT_ACCEPTED = { 355.1: "不属于受理范围", 355.2: "不属于本院管辖", 355.3: "涉及身份关系", 355.4: "涉及其他特别程序", 355.5: "涉及确权" };
const REJECTED = { 358.1: "违反强制性规定", 358.2: "损害他人利益", 358.3: "违背公序良俗", 358.4: "违反自愿", 358.5: "内容不明确", 358.6: "其他" };

const SITTINGS = [
  { id: "number", text: "编号", sort: "number", cell: (one) => link(`#/appeals/court/${one.id}`, one.number) },
  { id: "starts", text: "时间", sort: "starts", cell: (one) => moment(one.starts_at) },
  { id: "state", text: "状态", sort: "state", cell: (one) => one.state_text },
  { id: "promise", text: "三十分钟", cell: (one) => line(one.promise) },
];

export async function docket(draw, { signal }) {
  const filters = el("form", { class: "bar" }, field("q", "编号", { type: "search", maxlength: "40" }), select("state", "状态", SESSIONS));
  const list = listing({ path: "/confirmations/docket", caption: "我的场次，先开的在前", columns: SITTINGS, filters, sort: "starts", signal, none: "没有这样的场次。双方约好时间、法院收到申请后会出现在这里。" });
  await list.load();
  draw(el("h1", {}, "司法确认"), el("div", { class: "moves" }, bringing()), list.element);
}

const line = ({ used_seconds, kept, paused }) =>
  mark(`${paused ? "暂停中，" : ""}已用${Math.floor(used_seconds / 60)}分钟`, kept === false ? "urgent" : "calm");

export async function session(draw, { id, reopen }) {
  const path = `/confirmations/${id}`;
  const it = await ask(path);
  const act = (move) => async (body) => { await change(`${path}/${move}`, body, { seen: it.version }); await reopen(); };
  const deed = (title, move, fields = [], note) =>
    el("button", { type: "button", onclick: () => askIn(title, { fields, note, send: (values) => act(move)(filled(values)) }) }, title);
  const reason = { name: "reason", label: "理由", kind: "words", required: true };
  const article = (options) => ({ name: "article", label: "依据（民诉法解释）", kind: "choice", options });
  draw(
    el("h1", {}, `司法确认 ${it.number}`),
    sheet("场次", facts([["状态", it.state_text], ["房间", it.room || "—"], ["时间", moment(it.starts_at)], ["最晚裁定", `${it.rule_by || "—"}${it.extended ? "（经院长批准延长）" : ""}`], ["条款指纹", it.terms_hash]]), line(it.promise), it.promise.pauses.map((one) => el("p", { class: "soft" }, `${moment(one.since)} 暂停：${one.reason}`)), seeing(it), (it.signals || []).map((one) => el("p", {}, mark(one, "watch")))),
    sheet("协议（双方签名的原文）", el("p", { class: "words" }, it.agreement.text), el("p", {}, "指纹证明签名以后没有改动，不证明签名以前的内容属实。")),
    sheet("询问", asked(it, (body) => act("question")(body))),
    it.record ? sheet("笔录", el("p", { class: "words" }, it.record), el("p", {}, `已有${it.record_confirmed}方核对无误`)) : "",
    it.ruling ? sheet("裁定", el("p", {}, it.ruling_number), el("p", { class: "words" }, it.ruling)) : "",
    sheet("决定", el("div", { class: "moves" }, decisions(it, deed, { reason, article }), SITTING.includes(it.state) ? leaving(path, it, reason) : "", el("button", { type: "button", onclick: () => take(path, it.number) }, "取案卷包"))),
  );
}

const WORDS = { a: "甲方", b: "乙方", mediator: "调解员", judge: "法官" };
const MODES = { video: "视频", sample: "示例房间，没有画面", record: "视频不通，按笔录进行", none: "视频正在接通" };
const seeing = ({ video, present }) => el("p", {}, `${MODES[video.mode]}；已到：${present.map((one) => WORDS[one] || one).join("、") || "还没有人"} `, video.link ? el("a", { href: video.link, target: "_blank", rel: "noopener" }, "进入视频") : "");

const leaving = (path, it, reason) => el("button", { type: "button", onclick: () => askIn("中途离开", { fields: [reason], note: "有空的法官接着办，重新询问双方；没有的话位置保留。", send: async (values) => { await change(`${path}/leave`, values, { seen: it.version }); location.hash = "#/appeals/court"; } }) }, "中途离开");

async function take(path, number) {
  const held = await (await send(`${path}/bundle.zip`)).blob();
  const save = el("a", { href: URL.createObjectURL(held), download: `${number}.zip` });
  save.click();
}

const bringing = () => el("button", { type: "button", onclick: () => askIn("导入法院结果", { fields: [{ name: "file", label: "结果文件的内容", kind: "words", required: true, max: "16000" }], send: async ({ file }) => { await change("/court/results", JSON.parse(file)); location.reload(); } }) }, "导入法院结果");

const LABELS = "甲乙丙丁戊己庚辛";
const label = (side) => `${LABELS["abcdefgh".indexOf(side)]}方`;

// One row a question, one column a side; answers are recorded while the case is being heard.
function asked(it, send) {
  const sides = Object.keys(it.questions[0]?.answers || {});
  const cell = (question, side) => {
    const said = question.answers[side];
    if (it.state !== "accepted") return ANSWERS[said] || "未答";
    return el("select", { "aria-label": `${label(side)}：${question.text}`, onchange: (event) => send({ side, question: question.id, answer: event.currentTarget.value }) },
      el("option", { value: "", disabled: true, selected: !said }, "未答"), Object.entries(ANSWERS).map(([value, text]) => el("option", { value, selected: value === said }, text)));
  };
  return table("固定问题", [{ text: "问题" }, ...sides.map((side) => ({ text: label(side) }))], it.questions.map((question) => [question.text, ...sides.map((side) => cell(question, side))]));
}

const SITTING = ["filed", "accepted", "heard"];

// What may be decided in this state, the usual step first; what cannot be done is not shown.
function decisions(it, deed, { reason, article }) {
  const may = (state) => it.allowed.includes(state);
  const ruling = [{ name: "number", label: "案号", kind: "line", required: true, max: "60" }, { name: "checked", label: "案号已核对（与常见写法不同才需要勾）", kind: "tick" }, { name: "late_reason", label: "超过三十分钟的原因（没有超过不用填）", kind: "line", max: "300" }];
  const longer = [{ name: "approved_by", label: "哪位院长批准", kind: "line", required: true, max: "40" }, reason];
  return [
    SITTING.includes(it.state) && it.room ? deed("我到了", "presence") : "",
    it.state === "filed" ? deed("受理", "accept") : "",
    may("heard") ? deed("制作笔录", "record") : "",
    may("confirmed") && it.state === "heard" ? deed("裁定确认", "rule", ruling) : "",
    may("not_accepted") && it.state === "filed" ? deed("不予受理", "not-accept", [article(NOT_ACCEPTED), reason]) : "",
    may("rejected") && it.state !== "offline" ? deed("裁定驳回", "reject", [article(REJECTED), reason]) : "",
    ["accepted", "heard"].includes(it.state) && !it.extended ? deed("院长批准延长十日", "extend", longer, "法释〔2011〕5号第五条：特殊情况经院长批准，可以延长十日，只有一次。") : "",
    may("offline") ? deed("转线下", "offline", [reason]) : "",
    SITTING.includes(it.state) ? [deed("中断", "interrupt", [reason]), deed("继续", "resume")] : "",
  ].flat();
}

const ROOMS = (reopen) => [
  { id: "name", text: "确认室", cell: (room) => room.name },
  { id: "next", text: "下一场", cell: (room) => (room.next_at ? moment(room.next_at) : "没有") },
  { id: "checked", text: "上次检查", cell: (room) => moment(room.checked_at) },
  { id: "found", text: "情况", cell: found },
  { id: "do", text: "", cell: (room) => el("button", { type: "button", "aria-label": `检查：${room.name}`, onclick: () => checking(room, reopen) }, "检查") },
];
const checking = (room, reopen) => askIn("检查确认室", { fields: [{ name: "findings", label: "摄像头、麦克风、读卡器、打印机、签名板、安静；有问题写在这里", kind: "words" }], send: async ({ findings }) => { await change(`/court_rooms/${room.id}/checks`, { findings: findings || "" }); await reopen(); } });

const ROOM_STATES = { never: "还没有检查过", faulty: "上次检查有问题", next: "有下一场" };
const isSo = { never: (room) => !room.checked_at, faulty: (room) => Boolean(room.checked), next: (room) => Boolean(room.next_at) };

export async function rooms(draw, { reopen, signal }) {
  const filters = el("form", { class: "bar" }, field("q", "确认室", { type: "search", maxlength: "40" }), select("found", "情况", { "": "全部", ...ROOM_STATES }));
  const list = listing({ path: "/court_rooms", caption: "确认室", columns: ROOMS(reopen), filters, signal, keeps: (room, { q, found }) => room.name.includes(q.trim()) && (!found || isSo[found](room)), none: "没有这样的确认室。" });
  await list.load();
  draw(el("h1", {}, "在线司法确认室"), list.element);
}

// A room that nobody has looked at is not in order yet; one is checked within ten minutes before a session.
function found(room) {
  return (!room.checked_at ? mark("还没有检查过", "watch") : room.checked ? mark(room.checked, "urgent") : mark("正常", "calm"));
}
