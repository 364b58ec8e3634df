// One order: every department's part with its clocks, evidence, score, and what may be done about it.
import { ask, change } from "../shell/api.js";
import { el, facts, link, mark, moment, sheet } from "../shell/dom.js";
import { askIn, filled } from "../shell/forms.js";
import { clockBars } from "./clocks.js";
import { picture } from "./photos.js";
import { NO_PHOTOS, RANKS, SCORES } from "../shell/words.js";
import { table } from "../table/grid.js";

const words = (name, label) => ({ name, label, kind: "words", required: true });
const MOVES = {
  sign: { name: "签收" },
  "report-in": { name: "现场报到", note: "定位报到请在手机上办；在这里凭现场出示的报到码。", fields: [{ name: "officer", label: "报到人", required: true, max: "40" }, { name: "code", label: "报到码（6位）", required: true, max: "6" }] },
  contest: { name: "提出异议", fields: [words("reason", "为什么不属于本单位")] },
  uphold: { name: "裁定仍由它办", path: "ruling", fields: [words("words", "裁定理由")], body: (values) => ({ ...values, upheld: true }) },
  release: { name: "裁定免除", path: "ruling", fields: [words("words", "裁定理由")], body: (values) => ({ ...values, upheld: false }) },
  done: { name: "提交完成情况", fields: [{ ...words("measures", "采取的措施"), max: "2000" }, { name: "photos", label: "佐证照片", kind: "photos" }, { name: "no_photo", label: "没有照片的原因", kind: "choice", options: { "": "有照片", ...NO_PHOTOS } }] },
  accept: { name: "验收通过", body: () => ({ accepted: true }) },
  return: { name: "退回重做", path: "accept", fields: [words("reason", "哪里不合格")], body: (values) => ({ ...values, accepted: false }) },
  score: { name: "评分", fields: [{ name: "cooperation", label: "配合（0到10分）", kind: "number", max: "10", required: true }, { name: "result", label: "成效（0到40分）", kind: "number", max: "40", required: true }] },
  appeal: { name: "对评分申诉", fields: [words("reason", "申诉理由")] },
  stands: { name: "维持评分", path: "appeal/decide", fields: [words("reason", "维持的理由")], body: (values) => ({ ...values, granted: false }) },
  changed: { name: "申诉成立，改评分", path: "appeal/decide", fields: [{ name: "score", label: "改为多少分（0到100分）", kind: "number", max: "100", required: true }, words("reason", "改分的理由")], body: (values) => ({ ...values, granted: true }) },
};
const DECISIONS = ["stands", "changed"];

export async function order(draw, { id, reopen }) {
  const found = await ask(`/orders/${id}`);
  const waits = found.parts.some((part) => part.allowed.includes("countersign"));
  const stops = found.parts.some((part) => part.allowed.includes("cancel"));
  draw(
    el("p", {}, link("#/orders", "‹ 全部发令")),
    el("h1", {}, `${found.item} ${found.number}`),
    waits ? el("div", { class: "moves" }, el("button", { type: "button", class: "first", onclick: () => askIn("会签并发出", { note: "会签后各单位开始计时签收。", send: () => sent(found, "countersign", {}, reopen) }) }, "会签并发出")) : "",
    stops ? el("div", { class: "moves" }, el("button", { type: "button", onclick: () => askIn("取消发令", { note: "还没办完的单位会收到取消通知。", fields: [words("reason", "为什么取消")], send: (values) => sent(found, "cancel", values, reopen) }) }, "取消发令")) : "",
    sheet("发令", facts([
      ["级别", RANKS[found.rank]], ["在哪里报到", found.place], ["发出", found.issued_at ? moment(found.issued_at) : "待街道会签"], ["最迟报到", found.by && moment(found.by)],
      ["报到码", found.report_code && el("b", { class: "code" }, found.report_code)], ["事项", found.event_id && link(`#/matters/${found.event_id}`, found.event_number)],
      ["说明", found.is_sample && "示例"],
    ])),
    el("div", { class: "parts" }, found.parts.map((part) => partOf(found, part, reopen))),
  );
}

// As the part stood when it was read, or the whole order where all its parts are meant.
async function sent(found, path, body, reopen, { version } = found) {
  await change(`/orders/${found.id}/${path}`, filled(body), { seen: version });
  await reopen();
}

function partOf(found, part, reopen) {
  const buttons = part.allowed.flatMap((name) => (name === "decide" ? DECISIONS : [name])).filter((name) => MOVES[name] && !(name === "appeal" && part.appeal)).map((name) => {
    const move = MOVES[name];
    const send = (values) => sent(found, move.path || name, { ...(move.body ? move.body(values) : values), unit: part.unit.code }, reopen, part);
    return el("button", { type: "button", onclick: () => askIn(`${part.unit.name}：${move.name}`, { ...move, button: move.name, send }) }, move.name);
  });
  return sheet(`${part.unit.name}${part.is_lead ? "（牵头）" : ""}`,
    el("p", { class: "marks" }, mark(part.state_text), part.supervision > 0 && mark(`督办${part.supervision}级`, "urgent")),
    el("div", { class: "moves" }, buttons),
    facts([
      ["签收", part.signed_at && moment(part.signed_at)], ["异议", part.contest_reason], ["裁定", part.ruling],
      ["报到", part.reported_in_at && `${moment(part.reported_in_at)} ${part.officer}，${presence(part.presence)}`],
      ["退回", part.return_reason && `第${part.returns}次：${part.return_reason}`], ["取消", part.cancelled_at && `${moment(part.cancelled_at)} ${part.cancel_reason}`], ["完成", part.done_at && moment(part.done_at)], ["措施", part.measures],
      ["验收", part.accepted_at && `${moment(part.accepted_at)}${part.accepted_silently ? "，逾期未验收，视为通过" : ""}`], ["申诉", part.appeal],
      ["申诉结果", part.appeal_state === "decided" && `${part.appeal_granted ? "成立，已改评分" : "不成立，维持评分"}：${part.appeal_finding}`],
    ]),
    part.photos.length > 0 && el("div", { class: "photos" }, part.photos.map((photo, i) => picture(photo, `佐证照片${i + 1}`))),
    part.clocks.length > 0 && clockBars(part.clocks),
    part.score != null && scoreOf(part),
  );
}

const presence = (text) => (text === "code" ? "凭现场报到码" : `定位距现场${text.replace("m", "米")}`);

function scoreOf(part) {
  const rows = part.score_lines.map((line) => [SCORES[line.part] || line.part, String(line.points), line.possible ? String(line.possible) : "", line.because]);
  const heads = [{ text: "项目" }, { text: "得分", number: true }, { text: "满分", number: true }, { text: "理由" }];
  return table(`得分 ${part.score}${part.is_final ? "" : "（等双方评完）"}，评分办法 ${part.score_version}`, heads, rows);
}
