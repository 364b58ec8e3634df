// The registrars' queue, and one application: what is undecided on top, the clock, three decisions and one more day.
import { ask, change } from "../shell/api.js";
import { el, facts, link, mark, moment, sheet } from "../shell/dom.js";
import { opened } from "../shell/files.js";
import { askIn } from "../shell/forms.js";
import { field } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { table } from "../table/grid.js";

const DESK = "/approvals";
const MOST_SENTENCES = 2;
const COLUMNS = [
  { id: "title", text: "申请", sort: "title", cell: (one) => link(`#/approvals/queue/${one.id}`, one.title) },
  { id: "due", text: "答复时限", sort: "due", cell: (one) => el("span", { class: one.overdue && "late" }, moment(one.due_at)) },
  { id: "rules", text: "要看的规则", cell: (one) => el("span", {}, one.proposal ? mark("待第二人签", "urgent") : null, " ", el("span", { class: "words" }, openWords(one) || "—")) },
  { id: "submitted", text: "提交", sort: "submitted", cell: (one) => moment(one.submitted_at) },
  { id: "number", text: "编号", sort: "number", cell: (one) => one.number },
];
// What the rules leave to a person, in their own sentences.
const toDecide = (one, rules = one.open_rules) => [...new Set(one.rulings.filter(({ rule, verdict }) => verdict !== true && rules.includes(rule)).map(({ sentence }) => sentence))];

export function openWords(one) {
  const words = toDecide(one);
  return words.length > MOST_SENTENCES ? `${words.slice(0, MOST_SENTENCES).join("；")}，等${words.length}处` : words.join("；");
}

const MARKS = { true: "✓ 符合", false: "✗ 不符合", null: "？ 要人看" };
const BANDS = { true: "calm", false: "urgent", null: "watch" };
const MOVES = {
  submitted: "提交", withdrawn: "撤回", approved: "准予登记", approval_proposed: "提请准予登记", returned: "退回补正", refusal_proposed: "提请不予登记",
  refusal_rejected: "不同意不予登记", refused: "不予登记", extended: "延长审查", paper_added: "补交材料", paper_taken_back: "取回材料", consent_agreed: "写到的人同意", consent_declined: "写到的人不同意",
};

export async function queue(draw, { signal }) {
  const filters = el("form", { class: "bar" }, field("q", "名称、编号", { type: "search", maxlength: "40" }));
  const list = listing({ path: `${DESK}/queue`, caption: "等人审看的申请，等得最久的在前", columns: COLUMNS, filters, sort: "submitted", signal, none: "没有等待审看的申请。规则定不了的会出现在这里。" });
  await list.load();
  draw(el("h1", {}, "光速办：审看"), el("p", {}, "规则能定的已经当场办了；这里只有规则留给人的。系统不作不予登记的决定。"), list.element);
}

export async function application(draw, { id, me, reopen }) {
  const one = await ask(`${DESK}/queue/${id}`);
  const { items: questions } = await ask(`${DESK}/questions?kind=${one.kind}`);
  const heads = me.duties.some(({ role }) => role === "registrar_head");
  draw(
    el("h1", {}, one.title),
    el("p", {}, mark(one.state_text, one.overdue ? "urgent" : "calm"), ` 编号 ${one.number}，第${one.attempt}次提交${one.due_at ? `，${moment(one.due_at)}前答复` : ""}`),
    one.refusal_proposed ? el("p", { class: "notice" }, `已提请不予登记。依据：${one.proposal.article}。理由：${one.proposal.reason}`) : null,
    one.approval_proposed ? el("p", { class: "notice" }, one.proposal?.mine ? "您已提请准予登记，要由另一位负责人同意。" : one.proposal ? `已有人提请准予登记。理由：${one.proposal.reason}` : "原来的提请因为情况变化不再有效，要重新提请。") : null,
    one.changed.length ? el("p", { class: "notice" }, `提交以后变了：${one.changed.join("；")}`) : null,
    one.beyond_officers.length ? el("p", { class: "notice" }, `谁也不能放过，只能退回改正或者不予登记：${one.beyond_officers.join("；")}。`) : null,
    one.takes_two ? el("p", { class: "notice" }, `准予登记要两个人，第二人是负责人：${one.why_two.join("；")}。`) : null,
    one.state === "in_review" ? decisions(one, heads, reopen) : null,
    sheet("规则", table("没有通过和要人看的在前", ["结果", "说明", "依据"].map((text) => ({ text })), one.rulings.map(ruling))),
    one.papers.length ? sheet("交来的材料", el("ul", {}, one.papers.map(paperLine))) : null,
    sheet("申请内容", facts(written(one, questions))),
    sheet("经过", el("ol", {}, one.moves.map((move) => el("li", {}, `${moment(move.at)} ${MOVES[move.what] || move.what}${move.article ? `（${move.article}）` : ""}${move.reason ? `：${move.reason}` : ""}`)))),
  );
}

const ruling = (one) => [mark(MARKS[one.verdict], BANDS[one.verdict]), el("span", { class: "words" }, one.sentence), `${one.law} ${one.article}`];

// A paper that the applicant handed in: for which attempt, what it says, and its picture.
const paperLine = (paper) => el("li", {},
  `第${paper.attempt}次提交：${paper.label}${paper.number ? `，${paper.number}` : ""}${paper.issued_on ? `，${paper.issued_on}签发` : ""}，${moment(paper.at)}交来 `,
  paper.file ? el("button", { type: "button", "aria-label": `看${paper.label}的照片`, onclick: () => opened(paper.file) }, "看照片") : null,
);

// What the applicant wrote, under the words of the form and in its order.
const written = ({ answers, scope_text: scope }, questions) => questions.filter(({ id }) => answers[id] != null && answers[id] !== "")
  .map(({ id, label, kind, choices }) => [label, id === "scopes" ? scope : kind === "money" ? `${answers[id] / 100}元` : said(answers[id], choices || {})]);

function said(value, choices) {
  if (typeof value === "boolean") return value ? "是" : "否";
  if (Array.isArray(value)) return value.map((each) => said(each, choices)).join("、") || "没有";
  if (value.datum) return `经度 ${value.lng}，纬度 ${value.lat}（${value.datum}）`;
  if (value.contribution_fen != null) return `${value.name}认缴${value.contribution_fen / 100}元，${value.due_on}缴足`;
  if (value.id_number && value.name) return `${value.name} ${value.id_number}`;
  if (typeof value === "object") return Object.values(value).filter(Boolean).join(" ");
  return choices[value] || (value === "long_term" ? "长期" : String(value));
}

// What a reason alone does not replace: a field for each paper that the open rules ask for, two where it takes number and date.
const NOTES = { place_paper: "住宅有电子同意书的，写“同意书”和12位编号：系统会看同栋业主是不是都同意了。" };

const evidence = (one) => one.papers_asked.flatMap((paper) => {
  const asked = toDecide(one, paper.rules);
  const why = [asked.length ? `要看：${asked.join("；")}。` : "", NOTES[paper.name]].filter(Boolean).join("");
  const field = { name: paper.name, label: paper.label, note: why, kind: "line", max: "200", required: true };
  if (paper.choices) return [{ ...field, kind: "choice", options: paper.choices }];
  if (!paper.numbered) return [field];
  return [{ ...field, label: `${paper.label}：文号`, max: "150" }, { name: dayOf(paper), label: `${paper.label}：日期`, kind: "date", required: true }];
});

const dayOf = (paper) => `${paper.name}_day`;

// One text for each paper, as the record keeps it: the date stands behind the number.
function named(values, papers) {
  const said = { ...values };
  for (const paper of papers.filter(({ numbered }) => numbered)) {
    said[paper.name] = `${said[paper.name]}，${said[dayOf(paper)]}签发`;
    delete said[dayOf(paper)];
  }
  return said;
}

function decisions(one, heads, reopen) {
  const path = `${DESK}/applications/${one.id}`;
  const act = (title, where, fields, read = (values) => values) => () => askIn(title, { fields, send: async (values) => { await change(`${path}/${where}`, { ...read(values), attempt: one.attempt }); await reopen(); } });
  const reason = (label, required = true) => ({ name: "reason", label, kind: "words", required, max: "800" });
  const article = { name: "article", label: "依据的条款（写到第几条）", kind: "line", required: true };
  const looked = (values) => ({ ...values, seen: one.seen });
  const isMine = Boolean(one.proposal?.mine); // whoever proposed waits for somebody else
  const button = (words, onclick, first) => el("button", { type: "button", class: first && "first", onclick }, words);
  return el("div", { class: "moves" },
    isMine ? null : button("准予登记", act("准予登记", "approve", [reason("核对了什么"), ...evidence(one)], (values) => ({ ...named(values, one.papers_asked), proposal: one.proposal?.id, seen: one.seen })), true),
    isMine ? null : button("退回补正", act("退回补正", "return", [reason("所有要补正的，一次写全"), { name: "papers", label: "要交的材料（没有的不选）", kind: "many", options: one.paper_kinds, value: one.papers_asked.map(({ name }) => name) }], looked)),
    isMine ? null : button("提请不予登记", act("提请不予登记", "refuse", [article, reason("理由")], looked)),
    heads && one.refusal_proposed && !isMine ? button("同意不予登记", () => askIn("同意不予登记", { note: "签发后申请人会收到依据和理由。", send: async () => { await change(`${path}/second-look`, { agree: true, attempt: one.attempt, proposal: one.proposal.id }); await reopen(); } })) : null,
    heads && one.refusal_proposed && !isMine ? button("不同意", () => askIn("不同意不予登记", { send: async () => { await change(`${path}/second-look`, { agree: false, attempt: one.attempt, proposal: one.proposal.id }); await reopen(); } })) : null,
    heads ? button("延长三个工作日", act("延长审查", "extend", [reason("为什么复杂")])) : null,
  );
}
