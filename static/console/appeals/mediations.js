// The mediator's desk: my cases, their sides, talk, terms and signatures; what colleagues ask me to look at.
import { ask, change } from "../shell/api.js";
import { showDialog } from "../shell/dialogs.js";
import { el, facts, link, mark, moment, sheet } from "../shell/dom.js";
import { askIn, filled } from "../shell/forms.js";
import { field, select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { CATEGORIES, LINE, MEDIATIONS } from "./words.js";

const KINDS = { money: "给钱", thing: "交东西", act: "做一件事", refrain: "不再做" };
const CAPACITY = { full: "完全", limited: "限制", none: "无" };

export async function mediations(draw, { me, signal }) {
  const isMediator = me.duties.some(({ role }) => role === "mediator");
  const reviews = isMediator ? (await ask("/mediations/reviews")).items : [];
  const territory = me.duties[0]?.territory_code || me.duties[0]?.territory?.code || "";
  const fields = [
    { name: "title", label: "什么事", kind: "line", required: true, max: "200" },
    { name: "category", label: "类别", kind: "choice", options: CATEGORIES },
    { name: "territory", label: "社区代码", kind: "line", required: true, value: territory, max: "15" },
    { name: "appeal", label: "从哪件诉求来（编号，可不填）", kind: "line", max: "40" },
  ];
  const open = () => askIn("立案调解", { fields, send: async (values) => { location.hash = `#/appeals/mediations/${(await change("/mediations", filled(values))).id}`; } });
  const filters = el("form", { class: "bar" }, field("q", "编号", { type: "search", maxlength: "40" }), select("state", "状态", MEDIATIONS), select("category", "类别", { "": "全部", ...CATEGORIES }));
  const list = listing({ path: "/mediations", caption: "调解，最近立案的在前", columns: LINE, filters, signal, page: "appeals/mediations", none: "没有这样的调解在您手上。点“立案调解”可以开一件。" });
  await list.load();
  draw(
    el("h1", {}, "我的调解"),
    el("div", { class: "moves" }, el("button", { class: "first", onclick: open }, "立案调解")),
    reviews.length ? waitingForMe(reviews) : "",
    list.element,
  );
}

const waitingForMe = (reviews) => sheet("请您复核的条款", reviews.map((one) => el("p", {}, link(`#/appeals/reviews/${one.id}`, "打开"), moment(one.asked_at))));

export async function reviewing(draw) {
  const { items } = await ask("/mediations/reviews");
  draw(el("h1", {}, "复核条款"), items.length ? waitingForMe(items) : el("p", {}, "现在没有请您复核的条款。"));
}

export async function mediation(draw, { id, reopen }) {
  const path = `/mediations/${id}`;
  const it = await ask(path);
  const hears = it.me === "mediator";
  const atTable = TABLE.includes(it.state);
  const talk = hears ? (await ask(`${path}/talk`)).items : [];
  const act = (move) => async (body) => { await change(`${path}/${move}`, filled(body), { seen: it.version }); await reopen(); };
  const deed = (title, move, fields = []) => el("button", { type: "button", onclick: () => askIn(title, { fields, send: act(move) }) }, title);
  const words = (name, label) => ({ name, label, kind: "words", required: true });
  const sides = Object.fromEntries(it.parties.map((one) => [one.side, `${one.label} ${one.name}`]));
  draw(
    el("h1", {}, it.title),
    sheet("情况", facts([["编号", it.number], ["类别", CATEGORIES[it.category]], ["状态", it.state_text], ["调解员", it.mediator || "还没有"], ["利害关系", it.disclosure], ["期限", moment(it.due_at)]]), [...(it.term_says ? [it.term_says] : []), ...it.notices].map((text) => el("p", {}, mark(text, "watch")))),
    it.stopped ? el("p", { class: "bar", role: "alert" }, mark("说到了家庭暴力", "urgent"), STOPPED) : "",
    sheet("当事人", it.parties.map(side), el("div", { class: "moves" }, adding(path, reopen), inviting(path, sides), guarding(path, it, reopen)), it.consequences.map((one) => el("p", {}, `${one.label}：${one.says}可以：${one.roads.join("、")}。`, el("span", { class: "soft" }, one.clock)))),
    hears ? sheet("调解", el("div", { class: "moves" },
      !it.stopped && ["consented", ...TABLE].includes(it.state) ? deed("披露利害关系", "disclosures", [{ name: "has_ties", label: "我和当事人有亲属、利害等关系", kind: "tick" }, { name: "text", label: "说明", kind: "words", max: "500" }]) : "",
      atTable && !it.stopped ? deed("说给双方听", "talk", [words("text", "内容")]) : "",
      atTable ? deed("私下说", "talk", [{ name: "side", label: "对谁说", kind: "choice", options: sides }, { name: "room", label: "只给这一方看", kind: "choice", options: { private: "是" } }, words("text", "内容")]) : "",
      ["opened", "consented", ...TABLE].includes(it.state) ? deed("调解不成", "fail", [words("reason", "原因")]) : ""),
      talk.map((one) => el("p", { class: "words" }, `${one.speaker === "mediator" ? "我" : sides[one.speaker]}${one.room === "joint" ? "" : "（私下）"} ${moment(one.at)}：${one.text}`))) : "",
    hears && atTable && !it.stopped ? editor(path, it, reopen) : "",
    it.agreement ? agreement(path, it, hears, act, reopen) : "",
    it.confirmation ? sheet("司法确认", court(it, reopen)) : "",
  );
}

const TABLE = ["talking", "agreed", "signing"];
const STOPPED = "不要让双方一起谈；先问是否安全，依法报告（人民调解法第二十五条），协助报警、申请人身安全保护令。值班员复核后才能接着谈。";
const TONES = { declined: "urgent", withdrew: "urgent", silent: "watch" };

// What a side answered, until when it may, and the proof that it was asked.
const side = (one) => el("p", {}, `${one.label} ${one.name}：`, mark(one.answer_text, TONES[one.answer] || "calm"), one.answer_by ? ` ${moment(one.answer_by)}前答复` : "", " ", el("span", { class: "soft" }, one.proof.map((step) => `${moment(step.at)} ${step.text}`).join("；")));

function guarding(path, it, reopen) {
  const alone = it.parties.filter((one) => one.needs_guardian);
  if (!alone.length) return "";
  const fields = [
    { name: "side", label: "哪一方", kind: "choice", options: Object.fromEntries(alone.map((one) => [one.side, `${one.label} ${one.name}`])) },
    { name: "guardian", label: "监护人姓名", kind: "line", required: true, max: "40" },
  ];
  return el("button", { type: "button", onclick: () => askIn("补监护人", { fields, send: async ({ side: which, guardian }) => { await change(`${path}/parties/${which}/guardian`, { guardian }); await reopen(); } }) }, "补监护人");
}

const adding = (path, reopen) => el("button", { type: "button", onclick: () => askIn("加一方", {
  fields: [
    { name: "name", label: "姓名", kind: "line", required: true, max: "40" }, { name: "phone", label: "电话", kind: "line", max: "20" },
    { name: "id_number", label: "身份证号", kind: "line", max: "18" }, { name: "capacity", label: "行为能力", kind: "choice", options: CAPACITY },
    { name: "guardian", label: "监护人", kind: "line", max: "40" }, { name: "agent", label: "代理人", kind: "line", max: "40" },
    { name: "authority", label: "有授权委托书", kind: "tick" },
  ],
  send: async (values) => { const made = await change(`${path}/parties`, filled(values)); await reopen(); told(`邀请码 ${made.code}，只显示这一次，请交给当事人`); },
}) }, "加一方");

const inviting = (path, sides) => el("button", { type: "button", onclick: () => askIn("换邀请码", {
  fields: [{ name: "side", label: "哪一方", kind: "choice", options: sides }],
  send: async (values) => told(`新的邀请码 ${(await change(`${path}/invite`, values)).code}，旧的作废`),
}) }, "换邀请码");

// A code is shown once, in a dialog that says so.
export function told(text) {
  const dialog = el("dialog", {}, el("p", { role: "status" }, text), el("button", { onclick: () => dialog.close() }, "记下了"));
  showDialog(dialog, { stays: true });
}

// The editor: one row a duty; what is wrong is said before anybody signs.
function editor(path, it, reopen) {
  let read = it.terms_version;
  const terms = (it.agreement?.terms || []).map((one) => ({ ...one }));
  const list = el("div", {}), findings = el("div", { role: "status" });
  const parties = Object.fromEntries(it.parties.map((one) => [one.label, `${one.label} ${one.name}`]));
  const paint = () => list.replaceChildren(...terms.map((one, at) => el("p", { class: "bar" }, el("span", { class: "words" }, brief(one)), el("button", { type: "button", onclick: () => { terms.splice(at, 1); paint(); } }, "去掉"))));
  const fields = [
    { name: "debtor", label: "谁", kind: "choice", options: parties }, { name: "creditor", label: "对谁", kind: "choice", options: parties },
    { name: "kind", label: "做什么", kind: "choice", options: KINDS }, { name: "yuan", label: "金额（元）", kind: "number" },
    { name: "due", label: "最晚哪天", kind: "date" }, { name: "how", label: "怎样给（账户、现金）", kind: "line", max: "200" },
    { name: "what", label: "东西、事情", kind: "words", max: "500" }, { name: "default", label: "没做到怎么办", kind: "line", max: "200" },
  ];
  const add = () => askIn("加一项", { fields, send: async ({ yuan, ...values }) => { terms.push(filled({ ...values, amount_fen: yuan == null ? null : Math.round(yuan * 100) })); paint(); } });
  const save = async () => {
    try {
      const answer = await change(`${path}/terms`, { terms: terms.map(sent) }, { seen: read });
      read = answer.terms_hash;
      if (!answer.findings.length) return await reopen();
      findings.replaceChildren(...answer.findings.map((one) => el("p", {}, mark(one.name, one.needs_person ? "watch" : "urgent"), `${one.at}：${one.says}${one.needs_person ? "（要另一位调解员复核）" : ""}`)));
    } catch (refusal) { findings.replaceChildren(el("p", { class: "fault" }, refusal.message)); }
  };
  paint();
  return sheet("条款", list, el("div", { class: "moves" }, el("button", { type: "button", onclick: add }, "加一项"), el("button", { type: "button", class: !it.agreement?.signed.length && "first", onclick: save }, "检查并保存")), findings);
}

const brief = (one) => `${one.debtor} → ${one.creditor}：${KINDS[one.kind]} ${one.amount_fen == null ? "" : `${one.amount_fen / 100} 元 `}${one.what || ""} ${one.due || "没有日期"} ${one.how || ""} ${one.default || ""}`;
const sent = ({ debtor, creditor, kind, amount_fen, due, how, what, condition, default: otherwise }) => filled({ debtor, creditor, kind, amount_fen, due, how, what, condition, default: otherwise });

function agreement(path, it, hears, act, reopen) {
  const { text, signed, needs_person: asksPerson, review, terms_hash: hash } = it.agreement;
  const send = () => askIn("送另一个人复核", { fields: [], note: "按条件抽选一位没有参加这件事的调解员，没有就请法律顾问；只看条款，不看谈话和姓名。", send: async () => { await change(`${path}/reviews`, {}, { seen: it.version }); await reopen(); } });
  return sheet("协议", el("p", { class: "words" }, text),
    asksPerson ? el("p", {}, mark(reviewed(review), review?.approved ? "calm" : "watch"), review?.reason || "") : "",
    el("p", {}, `已签：${signed.length ? signed.map(signer(it)).join("、") : "还没有人"}`),
    hears ? el("div", { class: "moves" }, asksPerson && !review ? el("button", { type: "button", onclick: send }, "送复核") : "",
      el("button", { type: "button", class: signed.length > 0 && !signed.includes("mediator") && "first", onclick: () => askIn("签名并盖章", { fields: [], send: () => act("sign")({ terms_hash: hash }) }) }, "签名并盖章")) : "");
}

const reviewed = (review) => (!review ? "要另一位调解员复核" : review.approved === null ? `等${review.reviewer}复核` : review.approved ? `${review.reviewer}复核通过` : `${review.reviewer}退回`);
const signer = (it) => (who) => ({ mediator: "调解员", committee: "委员会" })[who] || it.parties.find((one) => who === `party_${one.side}`)?.label;

const court = (it, reopen) => it.ruled ? "法院已裁定。" : el("button", { type: "button", onclick: () => askIn("现在就约确认室和法官", { fields: [], send: async () => { await change(`/confirmations/${it.confirmation}/book`, {}); await reopen(); } }) }, "现在就约确认室和法官");

export async function review(draw, { id }) {
  const it = await ask(`/mediations/reviews/${id}`);
  const send = async ({ approved, reason }) => { await change(`/mediations/reviews/${id}`, { approved: approved === "yes", reason, text_hash: it.text_hash }); location.hash = "#/appeals/mediations"; };
  draw(
    el("h1", {}, "复核条款"),
    sheet("条款", el("p", { class: "words" }, it.text)),
    sheet("要人看的地方", it.findings.map((one) => el("p", {}, mark(one.name, "watch"), `${one.at}：${one.says}（${one.article}）`))),
    el("button", { class: "first", onclick: () => askIn("复核", { fields: [{ name: "approved", label: "意见", kind: "choice", options: { yes: "可以这样签", no: "退回修改" } }, { name: "reason", label: "理由", kind: "words", required: true, max: "500" }], send }) }, "写意见"),
  );
}

export async function waiting(draw, { reopen, signal }) {
  const { items: halted } = await ask("/mediators/stopped");
  const look = (one) => el("button", { type: "button", onclick: () => askIn("复核是否有家庭暴力", { fields: [{ name: "reason", label: "怎样核实的，为什么不是", kind: "words", required: true, max: "500" }], note: "写了才接着谈，会留痕。确有家庭暴力的不要点，请协助报警、申请保护令。", send: async (values) => { await change(`/mediators/stopped/${one.id}`, values, { seen: one.version }); await reopen(); } }) }, "核实过，不是家庭暴力");
  const { items: people } = await ask("/mediators");
  const options = { "": "按条件抽选", ...Object.fromEntries(people.map(({ id, name, open_cases: load }) => [id, `${name}（手上${load}件）`])) };
  const find = (one) => el("button", { type: "button", onclick: () => askIn("安排调解员", { fields: [{ name: "mediator", label: "谁来调解", kind: "choice", options }], send: async (values) => { await change(`/mediators/waiting/${one.id}`, filled(values)); await reopen(); } }) }, "安排");
  const lists = await Promise.all([
    placed("/mediators/waiting", "没有调解员的调解，最早的在前", "调解员", find, "现在每件调解都有调解员。", signal),
    halted.length > 0 && placed("/mediators/stopped", "因家庭暴力停下的调解", "复核", look, "没有停下的调解。", signal),
  ]);
  draw(el("h1", {}, "等调解员"), ...lists.filter(Boolean));
}

// A list in which each line has a button of its own.
async function placed(path, caption, text, cell, none, signal) {
  const filters = el("form", { class: "bar" }, select("category", "类别", { "": "全部", ...CATEGORIES }));
  const columns = [{ ...LINE[0], cell: (one) => one.number }, ...LINE.slice(1), { id: "do", text, cell }].map(({ sort, ...column }) => column);
  const list = listing({ path, caption, columns, filters, signal, none, page: path.slice(1), keeps: (one, { category }) => !category || one.category === category });
  await list.load();
  return list.element;
}
