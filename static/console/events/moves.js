// What may be done with a matter, as buttons; each asks for what the move needs.
import { ask, change } from "../shell/api.js";
import { pageNow, pageSubject } from "../shell/dialogs.js";
import { el } from "../shell/dom.js";
import { askIn, filled } from "../shell/forms.js";
import { acceptAndDispatch } from "./bulk.js";
import { NO_PHOTOS, OUTCOMES, RANKS, REJECTIONS, WAITS } from "../shell/words.js";

const WORDS = { name: "words", label: "说明", kind: "words" };
const MUST = { ...WORDS, required: true };
const REASON = { name: "reason", label: "原因", kind: "words", required: true };
const OUTCOME = { name: "outcome", label: "结果", kind: "choice", options: OUTCOMES };

// In the order in which a matter goes. `fields(desk, lists)` may need what the desk knows.
const MOVES = {
  accept: { name: "受理", fields: (desk, { categories }) => [{ name: "category", label: "类别", kind: "choice", options: categories, value: desk.category, note: hint(desk) }, WORDS] },
  reject: { name: "不予受理", fields: () => [{ name: "reason", label: "原因", kind: "choice", required: true, options: { "": "请选择", ...REJECTIONS } }, { ...MUST, label: "给上报人的说明" }], grave: true },
  merge: { name: "并案", fields: (desk) => [{ name: "into", label: "并入", kind: "choice", options: Object.fromEntries(desk.similar.map((one) => [one.id, `${one.number}，相距${one.metres}米`])) }, WORDS], usable: (desk) => desk.similar.length > 0 },
  dispatch: { name: "派单", fields: (desk, { units }) => [{ name: "unit", label: "派给", kind: "choice", options: { "": ruled(desk), ...units } }, { name: "designate", label: "指定（不论职责清单，不能再退）", kind: "tick" }, WORDS] },
  reclassify: { name: "更正类别", fields: (desk, { categories }) => [{ name: "category", label: "改为", kind: "choice", options: categories, value: desk.category, note: hint(desk) }, { ...REASON, label: "为什么更正" }] },
  recall: { name: "收回重派", fields: () => [{ ...REASON, label: "为什么收回" }] },
  restore: { name: "撤销不予受理", fields: () => [REASON] },
  unmerge: { name: "撤销并案", fields: () => [{ ...REASON, label: "为什么不是同一件" }] },
  sign: { name: "签收" },
  return: { name: "退件", fields: () => [REASON], grave: true },
  transfer: { name: "申请改派", fields: () => [{ ...REASON, label: "为什么应由别的单位办" }] },
  handle: {
    name: "处置完成",
    fields: () => [OUTCOME, { name: "after", label: "处置后的照片", kind: "photos" }, { name: "no_photo", label: "没有照片的原因", kind: "choice", options: { "": "有照片", ...NO_PHOTOS } }, { ...WORDS, label: "处置说明" }],
  },
  wait: { name: "挂起", fields: () => [{ name: "reason", label: "原因", kind: "choice", required: true, options: { "": "请选择", ...WAITS } }, MUST] },
  resume: { name: "恢复办理", fields: () => [WORDS] },
  extend: { name: "延期", fields: () => [{ name: "amount", label: "延长多少", kind: "number", min: "1", max: "999", required: true, value: "" }, { name: "unit", label: "单位", kind: "choice", options: { h: "工作小时", d: "工作日", eh: "小时（不分昼夜）" } }, { ...MUST, label: "理由" }], body: ({ amount, unit, words }) => ({ extra: `${amount}${unit}`, words }) },
  verify: { name: "核查通过", fields: () => [{ name: "photos", label: "核查照片", kind: "photos" }, WORDS], body: (values) => ({ ...values, passed: true }) },
  close: { name: "办结", fields: () => [{ ...OUTCOME, options: { "": "按处置结果", ...OUTCOMES } }, WORDS] },
  reopen: { name: "重新办理", fields: () => [REASON] },
  review: { name: "评价复核", fields: () => [{ name: "decision", label: "决定", kind: "choice", options: { reopen: "重新办理", uphold: "维持结果" } }, { name: "finding", label: "复核意见", kind: "words", required: true }] },
};
const REWORK = { name: "核查不通过，返工", path: "verify", grave: true, fields: () => [{ ...MUST, label: "哪里不合格" }], body: (values) => ({ ...values, passed: false }) };

const hint = (desk) => desk.suggestions.length ? `看文字像是：${desk.suggestions.map((one) => `${one.category.name}（${Math.round(one.confidence * 100)}%）`).join("、")}` : "";
const ruled = (desk) => `按规则：${desk.proposal?.unit?.name || "由规则决定"}`;
const named = (items) => Object.fromEntries(items.map(({ code, name }) => [code, name]));

// The buttons for what this person may do now; `usual` is what happens to most in this state, and stands first.
export function movesOf(event, desk, done, usual) {
  const known = { ...desk, category: event.category?.code || desk.suggestions[0]?.category.code };
  const has = (name) => event.allowed.includes(name);
  const buttons = Object.entries(MOVES)
    .filter(([name, move]) => has(name) && !(name === "transfer" && has("recall")) && (!move.usable || move.usable(known)))
    .map(([name, move]) => button(event, known, { path: name, ...move }, done));
  if (has("verify")) buttons.push(button(event, known, REWORK, done));
  if (!usual) firstOf(buttons);
  return [...(usual ? [usualButton(event, usual, done)] : []), ...buttons, ...decisions(event, known, done), ...asides(event, known, done)];
}

const USUAL = ["sign", "handle", "resume", "verify", "close"];

// What happens to most matters in their state stands first and is green, whoever has them.
function firstOf(buttons) {
  const name = USUAL.map((path) => MOVES[path].name).find((one) => buttons.some((button) => button.dataset.name === one));
  const at = buttons.findIndex((button) => button.dataset.name === name);
  if (at < 0) return;
  const [usual] = buttons.splice(at, 1);
  usual.className = "first";
  buttons.unshift(usual);
}

// One press, unless something ought to be read first; a unit that got it wrongly gives it back, or it is recalled.
function usualButton(event, { action, line }, done) {
  const accepts = action === "accept-dispatch";
  const to = line.unit ? `${accepts ? "受理，给" : "派给"}${line.unit.name}` : accepts ? "受理" : "派单";
  const send = async () => {
    await (accepts ? acceptAndDispatch(event, line) : changeShown(event, "dispatch", {}));
    await done();
    document.querySelector("#said").textContent = `已${accepts ? "受理" : "派单"}${line.unit ? `，交${line.unit.name}` : ""}。派错了可以收回重派。`;
  };
  const name = accepts && line.category && !event.category ? `按“${line.category.name}”${to}` : to;
  const press = () => (line.warnings.length ? askIn(name, { about: pageSubject(), note: line.warnings.join("；"), send }) : sent(send));
  return el("button", { type: "button", class: "first", "data-name": name, onclick: press }, name);
}

// A move that asks for nothing is made by the press; what is refused is said where the buttons are.
async function sent(send) {
  const said = document.querySelector("#said");
  said.textContent = "正在办…";
  try {
    await send();
  } catch (refusal) {
    said.textContent = refusal.message;
  }
}

function button(event, desk, move, done) {
  const send = async (values) => {
    const body = move.body ? move.body(values) : values;
    await changeShown(event, move.path, filled(body));
    await done();
  };
  const press = () => (move.fields || move.note ? openMove(move, desk, send) : sent(async () => { await send({}); document.querySelector("#said").textContent = `已${move.name}`; }));
  return el("button", { type: "button", "data-name": move.name, onclick: press }, move.name);
}

// The matter as it stood when it was decided: what somebody else did since is looked at first.
const changeShown = (event, path, body) => change(`/events/${event.id}/${path}`, body, { seen: event.version });

async function openMove(move, desk, send) {
  const page = pageNow();
  const about = pageSubject();
  const lists = move.fields ? await choices(move) : {};
  if (pageNow() !== page) return;
  const fields = (move.fields?.(desk, lists) || []).map((field) => (field.kind === "words" ? { ...field, replies: desk.replies.filter((one) => one.move === move.path) } : field));
  askIn(move.name, { fields, send, about, note: move.note, grave: move.grave });
}

// The lists that a form chooses from, asked for when it is opened.
async function choices({ path }) {
  const found = {};
  if (path === "accept" || path === "reclassify") found.categories = named((await ask("/tips/categories")).items);
  if (path === "dispatch" || path === "orders") found.units = named((await ask("/events/departments")).items);
  return found;
}

// What a unit asked for and a dispatcher decides.
function decisions(event, desk, done) {
  if (!event.ask || !event.capacities.includes("dispatcher")) return [];
  const what = { wait: "挂起", transfer: "改派", extend: `延期 ${event.ask.extra || ""}` }[event.ask.kind];
  const decide = (approved, name) => button(event, desk, {
    name, path: `asks/${event.ask.id}/decide`, note: `承办单位申请${what}：${event.ask.reason}`, fields: () => [WORDS], body: (values) => ({ ...values, approved }),
  }, done);
  return [decide(true, `同意${what}`), decide(false, `不同意${what}`)];
}

// What does not move the matter: asking the reporter, reaching them, calling departments.
function asides(event, desk, done) {
  const found = [];
  const can = (...capacities) => event.capacities.some((one) => capacities.includes(one));
  if (can("dispatcher", "unit", "grid_worker", "secretary")) {
    found.push(button(event, desk, { name: "问上报人", path: "messages", fields: () => [{ name: "text", label: "问什么", kind: "words", required: true, note: event.is_anonymous ? "匿名上报，对方凭回执来看。" : "" }], body: (values) => ({ ...values, is_question: true }) }, done));
  }
  if (!event.is_anonymous && event.source === "resident" && can("dispatcher", "unit", "grid_worker")) found.push(reporterButton(event));
  if (can("secretary") && !event.closed_at) {
    found.push(button(event, desk, { name: "社区发令", path: "orders", fields: callFields(event), body: called }, () => { location.hash = "#/orders"; }));
  }
  return found;
}

// Units of one street are not called to another.
const near = (event, units) => Object.fromEntries(Object.entries(units).filter(([code]) => !/^\d{9}/.test(code) || code.startsWith(event.street)));
const callFields = (event) => (_desk, { units }) => [
  { name: "departments", label: "请哪些单位来（第一个牵头）", kind: "many", options: near(event, units) },
  { name: "item", label: "要办什么", value: `${event.category?.name || "综合"}联合处置` },
  { name: "place", label: "在哪里报到", required: true, value: event.address },
  { name: "rank", label: "哪一级", kind: "choice", options: RANKS },
  { name: "by", label: "最迟什么时候报到", kind: "moment", note: "不填就按这一级的时限。" },
];
const called = ({ departments, ...rest }) => ({ ...rest, departments, lead: departments[0] || "" });

function reporterButton(event) {
  const send = async ({ reason }) => {
    const found = await change(`/events/${event.id}/reporter`, { reason });
    setTimeout(() => askIn(found.nickname || "上报人", { note: found.phone ? `电话 ${found.phone}` : "没有留电话，可以在这里留言。", button: "知道了", send: () => {} }));
  };
  const note = "查看上报人会记入审计轨迹。";
  return el("button", { type: "button", onclick: () => askIn("联系上报人", { note, fields: [{ ...REASON, label: "为什么要联系" }], send }) }, "联系上报人");
}
