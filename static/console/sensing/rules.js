// The lines at which devices raise an alarm: in force, proposed by one, tried on the past, approved by another.
import { ask, change, query } from "../shell/api.js";
import { el, mark, moment, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { table } from "../table/grid.js";

const LEVEL = ["", "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ"];
const HEADS = [{ text: "级别" }, ...["触发", "解除", "几次里几次", "持续（分钟）", "属实", "误报"].map((text) => ({ text, number: true })), { text: "准确率（95%区间）" }, { text: "怎么办" }];
const CHANGED = { raise: "触发", clear: "解除", needed: "几次里要几次", of: "看最近几次", dwell_minutes: "持续（分钟）" };

export async function rules(draw, { me, reopen }) {
  const found = await ask("/sensing/rules");
  const publisher = me.duties.some(({ role }) => role === "admin" || role === "supervisor");
  draw(
    el("h1", {}, "报警规则"),
    el("p", {}, `现行版本 ${found.version}。${found.note}`),
    el("div", { class: "stack" }, versions(found, publisher, reopen), found.classes.map((kind) => lines(kind, publisher && (() => propose(kind, found, reopen))))),
  );
}

function lines(kind, change_lines) {
  const rows = kind.lines.map((line) => [
    `${LEVEL[line.level]}级`, `${line.below ? "≤" : "≥"} ${line.raises_at}`, `${line.below ? ">" : "<"} ${line.clears_at}`, `${line.of}里${line.needed}`, String(line.dwell_minutes), String(line.confirmed), String(line.false),
    line.confirmed + line.false ? `${Math.round(line.precision_low * 100)}%–${Math.round(line.precision_high * 100)}%` : "还没有评判",
    line.is_doubted ? mark("误报太多，先核实", "high") : line.asks_first ? "先由网格员核实" : "直接成为事项",
  ]);
  return sheet(`${kind.name}（${kind.property}，${kind.unit}）`, table(`${kind.name}的报警线`, HEADS, rows),
    change_lines && el("div", { class: "moves" }, el("button", { type: "button", "aria-label": `提一个改动：${kind.name}`, onclick: change_lines }, "提一个改动")));
}

function versions(found, publisher, reopen) {
  const rows = found.versions.map((one) => [
    one.version,
    one.is_approved == null ? mark("等第二人审定", "watch") : one.version === found.version ? mark("现行") : mark(one.is_approved ? "以前的" : "没有通过"),
    one.reason, moment(one.proposed_at), moment(one.decided_at),
    el("span", { class: "marks" }, el("button", { type: "button", "aria-label": `试算：${one.version}`, onclick: () => replay(one, found) }, "拿以前的读数试算"),
      publisher && one.is_approved == null && [decide(one, true, "同意", reopen), decide(one, false, "不同意", reopen)]),
  ]);
  return sheet("版本", rows.length ? table("最近的在前", ["版本", "状态", "为什么", "提出", "审定", "可以做的"].map((text) => ({ text })), rows) : el("p", {}, "还没有改过，用的是出厂规则。改规则要一个人提、另一个人审定。"));
}

const decide = (one, approved, text, reopen) => el("button", { type: "button", "aria-label": `${text}：${one.version}`, onclick: () => askIn(text, { note: approved ? `同意后 ${one.version} 马上生效。请先试算。` : `${one.version} 不生效。`, send: async () => { await change(`/sensing/rules/${encodeURIComponent(one.version)}/decide`, { approved }); await reopen(); } }) }, text);

async function propose(kind, found, reopen) {
  const { content } = await ask("/sensing/rules/content");
  const at = content.classes.findIndex(({ code }) => code === kind.code);
  const fields = content.classes[at].lines.flatMap((line) => Object.entries(CHANGED).map(([name, text]) => ({ name: `${name}_${line.level}`, label: `${LEVEL[line.level]}级：${text}`, kind: "number", step: "any", min: "-10000", value: line[name], required: true })));
  const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
  const taken = new Set([found.version, ...found.versions.map(({ version }) => version)]);
  let nth = 2;
  while (taken.has(`${today}.${nth}`)) nth += 1;
  askIn(`改${kind.name}的报警线（${kind.unit}）`, {
    fields: [...fields, { name: "version", label: "新版本号", required: true, value: `${today}.${nth}` }, { name: "reason", label: "为什么", kind: "words", required: true, max: "500" }],
    note: "要由另一个人审定，才会生效。", button: "提出",
    send: async ({ version, reason, ...values }) => {
      const draft = structuredClone(content);
      draft.version = version;
      for (const line of draft.classes[at].lines) for (const name of Object.keys(CHANGED)) line[name] = values[`${name}_${line.level}`];
      await change("/sensing/rules", { content: draft, reason });
      await reopen();
    },
  });
}

// What a version would have raised beside what the rules in force would have, on readings that are kept.
function replay(one, found) {
  const kinds = Object.fromEntries(found.classes.map(({ code, name }) => [code, name]));
  const day = (back) => new Date(Date.now() - back * 864e5).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
  askIn(`拿以前的读数试算 ${one.version}`, {
    fields: [{ name: "kind", label: "类别", kind: "choice", options: kinds, required: true }, { name: "from", label: "从", kind: "date", required: true, value: day(30) }, { name: "to", label: "到", kind: "date", required: true, value: day(0) }],
    button: "试算",
    send: async (asked) => {
      const { content } = await ask(`/sensing/rules/content${query({ version: one.version })}`);
      const [draft, now] = await Promise.all([change("/sensing/replays", { ...asked, content }), change("/sensing/replays", asked)]);
      setTimeout(() => compare(one, draft.items, now.items));
    },
  });
}

function compare(one, draft, now) {
  const named = (each) => `${each.device} ${LEVEL[each.level]}级 ${moment(each.raised_at)}`;
  const before = new Set(now.map(named));
  const after = new Set(draft.map(named));
  const more = [...after].filter((each) => !before.has(each));
  const less = [...before].filter((each) => !after.has(each));
  askIn(`试算结果 ${one.version}`, {
    note: `现行规则会报${now.length}次，这一版会报${draft.length}次。多出${more.length}次${more.length ? `：${more.slice(0, 10).join("；")}` : ""}；少了${less.length}次${less.length ? `：${less.slice(0, 10).join("；")}` : ""}。迟到一小时以上的读数不算。`,
    button: "看过了", send: async () => {},
  });
}
