// One proposal: what is new in it, whom it would touch, and what may be done about it.
import { ask, change } from "../shell/api.js";
import { el, facts, link, mark, moment, sheet } from "../shell/dom.js";
import { askIn, filled } from "../shell/forms.js";
import { table } from "../table/grid.js";

export const KINDS = { change: "修改", roll_back: "退回旧版" };
export const STATES = { open: "等人审批", approved: "已施行", rejected: "已退回", withdrawn: "已撤回", outdated: "已过时" };
const whole = new Intl.NumberFormat("zh-CN");
const note = { name: "note", label: "意见", kind: "words", max: "500" };
const MOVES = {
  approve: { name: "批准", note: "批准后从施行日起生效，全部居民按新的政策包测算。", fields: [note] },
  reject: { name: "退回", fields: [{ ...note, label: "为什么退回", required: true }] },
  withdraw: { name: "撤回提案", fields: [] },
};

export async function proposal(draw, { id, reopen }) {
  const found = await ask(`/welfare/proposals/${id}`);
  const buttons = found.allowed.map((name) => {
    const move = MOVES[name];
    const send = async (values) => {
      await change(`/welfare/proposals/${id}/${name}`, filled(values));
      await reopen();
    };
    return el("button", { type: "button", class: name === "approve" && "first", onclick: () => askIn(move.name, { ...move, button: move.name, send }) }, move.name);
  });
  draw(
    el("p", {}, link("#/welfare/packs", "‹ 政策包发布")),
    el("h1", {}, `${KINDS[found.kind]}到 ${found.version}`),
    el("p", { class: "marks" }, mark(STATES[found.state], found.state === "open" ? "urgent" : "calm")),
    el("div", { class: "moves" }, buttons.length ? buttons : found.state === "open" ? el("p", {}, "等待另一位政策专员审批。") : ""),
    sheet("提案", facts([
      ["理由", found.reason], ["从哪天起施行", found.in_force_on], ["提出", `${found.by_name || ""} ${moment(found.proposed_at)}`],
      ["结果", found.decided_at && `${found.decided_by_name || ""} ${moment(found.decided_at)} ${STATES[found.state]}`], ["意见", found.note], ["校验值", el("span", { class: "source" }, found.sha256)],
    ])),
    sheet("规则的改动", found.differences.length ? verbatim("规则的改动", found.differences) : el("p", {}, "规则没有改动，只改了文字，请逐行看下面。")),
    sheet("改动的每一行", written(found.changes)),
    sheet("会影响谁", touched(found.touched)),
    found.findings.length ? sheet("请留意", verbatim("请留意", found.findings)) : "",
  );
}

// What is read against the file, a line a text: dates in it stay as the file writes them.
export const verbatim = (name, texts) => el("ul", { class: "source", tabindex: "0", "aria-label": name }, texts.map((text) => el("li", { class: "source" }, text)));

// Every word that changed, file by file: summaries, how to apply, comments, cases.
export function written(changes) {
  if (!changes.length) return el("p", {}, "没有改动的文字。");
  return changes.map(({ file, lines }) => el("section", { class: "changed", "aria-label": file },
    el("h3", { class: "source" }, file),
    el("pre", { class: "source", tabindex: "0" }, lines.map((line) => el("span", { class: `source ${line.startsWith("+") ? "in" : line.startsWith("-") ? "out" : "soft"}` }, `${line}\n`))),
  ));
}

function touched(rows) {
  if (!rows.length) return el("p", {}, "对抽出的人没有影响。");
  const heads = [{ text: "政策" }, ...["新增", "减少", "金额变化"].map((text) => ({ text, number: true }))];
  const count = (row, key) => `${whole.format(row[key])}${row.counts === "households" ? "户" : "人"}`;
  const cells = rows.map((row) => [row.name, count(row, "gain"), count(row, "lose"), count(row, "amount")]);
  return [el("p", { class: "soft" }, `按合成人口 ${whole.format(rows[0].of)} 人推算，只看方向和大小，不是真实人数。`), table("每项政策影响多少", heads, cells)];
}
