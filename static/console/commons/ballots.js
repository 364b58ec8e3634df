// Putting a question to a roll, calling it off, who has cast; results of the legal voting system, by two people.
import { ask, change } from "../shell/api.js";
import { el, facts, mark, moment, sheet } from "../shell/dom.js";
import { fingerprintOf } from "../shell/files.js";
import { askIn, filled } from "../shell/forms.js";
import { BALLOTS, all, button, choosing, columns, seenTwice } from "./spaces.js";
import { table } from "../table/grid.js";

const SECRECY = { secret: "无记名", verifiable: "无记名，凭回执码可核对", named: "记名（按面积计票又要发纸票时用）" };
const CHANNELS = { web: "网上", paper: "纸票", proxy: "代投" };
const RESULTS = { entered: "等第二个人核对", confirmed: "已核对" };

export const spaces = choosing("表决和法定结果", "提交意向表决；登记法定投票系统的结果。", "commons/ballots");

export async function ballots(draw, { id, reopen }) {
  const [space, rules, items, entered, official] = await Promise.all([
    ask(`/commons/spaces/${id}`), ask("/commons/rules"), all("/commons/ballots", { space: id }), all("/commons/ballots/import", { space: id }), all("/commons/ballots/official", { space: id }),
  ]);
  const bases = space.rolls.filter((one) => one.state === "in_force").map((one) => one.basis);
  const fit = rules.items.filter((one) => !one.offline_only && one.basis.some((basis) => bases.includes(basis)));
  draw(
    el("h1", {}, `${space.name}：表决`),
    el("p", {}, "这里的表决只表示意向，不是法定表决；选举不能在网上投。"),
    el("div", { class: "moves" }, fit.length ? button("提交表决", () => putting(id, fit, reopen), true) : el("p", {}, "先要有生效的名册。"), button("登记法定结果", () => entering(id, rules.items, reopen))),
    sheet("表决", items.length ? table("最近的在前", columns("问题", "依据", "到哪一步", "办理"), items.map((one) => [one.question, one.rule.name, `${BALLOTS[one.state]}，${moment(one.closes_at)}截止`, moves(one, reopen)])) : el("p", {}, "没有表决。")),
    sheet("法定投票系统的结果", ...[...entered, ...official].map((one) => result(one, reopen)), entered.length || official.length ? "" : el("p", {}, "还没有登记。")),
  );
}

const named = (items) => Object.fromEntries(items.map((one) => [one.id, `${one.name}（${one.article}）`]));

const putting = (space, rules, reopen) => askIn("提交表决", {
  note: "问题要让人看得懂在同意什么。不点名，不问选举。投票的人要提前知道：业主表决十五天，其他至少一天。",
  fields: [
    { name: "rule", label: "按哪条规则", kind: "choice", options: named(rules) }, { name: "question", label: "问题", kind: "words", required: true, max: "200" }, { name: "explanation", label: "说明", kind: "words", max: "4000" },
    { name: "opens_at", label: "开始", kind: "moment", required: true }, { name: "closes_at", label: "结束", kind: "moment", required: true }, { name: "secrecy", label: "怎样投", kind: "choice", options: SECRECY },
    { name: "again_because", label: "以前问过的，为什么再问（大家看得到）", kind: "words", max: "200" },
  ],
  send: async (values) => { await seenTwice(space, [values.question, values.explanation], () => change("/commons/ballots", { ...filled(values), space_id: space })); await reopen(); },
});

function moves(one, reopen) {
  const reason = [{ name: "reason", label: "理由（会告诉名册上的人）", kind: "words", required: true, max: "200" }];
  const send = (more) => async (values) => { await change(`/commons/ballots/${one.id}/cancel`, { ...values, ...more }); await reopen(); };
  const cancel = () => askIn("取消表决", { note: one.cancel_asked ? `计票人提出取消：${one.cancel_reason}。您核对后就取消，投过的票不打开，直接销毁。` : "计票人才能提出；已经开始投的，要另一位核对后才取消。投过的票不打开，直接销毁。", fields: reason, send: send({}) });
  const keep = () => askIn("不取消，接着投", { fields: reason, send: send({ keep: true }) });
  const casters = async () => {
    const { items } = await ask(`/commons/ballots/${one.id}/casters`);
    askIn("谁投过了（只给计票人看）", { note: items.length ? items.map((each) => `${each.number}号${each.units.join("、")}（${CHANNELS[each.channel]}）`).join("；") : "还没有人投。", button: "知道了", send: async () => {} });
  };
  const fault = el("span", { class: "fault", role: "alert" });
  const open = one.state === "open" || one.state === "scheduled" || one.state === "counting";
  return el("span", {}, open ? button("谁投过了", () => casters().catch((refusal) => { fault.textContent = refusal.message; })) : "", " ", open ? button("取消", cancel) : "", one.cancel_asked && open ? button("不取消", keep) : "", fault);
}

const count = (name, label) => [{ name: `${name}_heads`, label: `${label}（户或人）`, kind: "number", required: true }, { name: `${name}_area`, label: `${label}（平方米）`, kind: "line", max: "14" }];
const weight = (values, name) => ({ heads: values[`${name}_heads`], area_m2: values[`${name}_area`] || "0" });

function entering(space, rules, reopen) {
  const file = el("input", { id: "original", type: "file" });
  askIn("登记法定结果", {
    note: "数字照原文件填；系统按规则再算一遍。原文件留在您手里，这里只记它的指纹和一张照片。",
    fields: [
      { name: "rule", label: "按哪条规则", kind: "choice", options: named(rules) }, { name: "question", label: "表决的是什么", kind: "words", required: true, max: "200" }, { name: "held_on", label: "什么时候", kind: "moment", required: true },
      ...count("roll", "名册上一共"), ...count("yes", "同意"), ...count("no", "不同意"), ...count("abstain", "弃权"), { name: "photos", label: "结果页的照片（一张）", kind: "photos", required: true },
    ],
    send: async ({ photos, ...values }) => {
      if (!file.files.length) throw new Error("请选择原文件");
      const votes = Object.fromEntries(["yes", "no", "abstain"].map((name) => [name, weight(values, name)]));
      await change("/commons/ballots/import", { space_id: space, rule: values.rule, question: values.question, held_on: values.held_on, file: photos[0], file_sha256: await fingerprintOf(file.files[0]), roll: weight(values, "roll"), votes });
      await reopen();
    },
  });
  beside("原文件（只算指纹，不上传）", file);
}

// Adds a field that a dialog does not know: a file that stays where it is.
function beside(words, input) {
  const form = document.querySelector("dialog[open] form");
  form.insertBefore(el("div", {}, el("label", { for: input.id }, words), input), form.querySelector(".fault"));
}

function result(one, reopen) {
  const confirm = () => {
    const file = el("input", { id: "own-copy", type: "file" });
    askIn("核对法定结果", { note: "用您自己手里的那份原文件核对数字，再选中它：指纹一样才算。", send: async () => {
      if (!file.files.length) throw new Error("请选择您手里的原文件");
      await change(`/commons/ballots/import/${one.id}/confirm`, { file_sha256: await fingerprintOf(file.files[0]) });
      await reopen();
    } });
    beside("您手里的原文件", file);
  };
  return el("section", { "aria-label": one.question }, el("h3", {}, one.question),
    facts([["什么时候", moment(one.held_on)], ["结果", one.result.state_text], ["到哪一步", mark(RESULTS[one.state], one.state === "entered" ? "watch" : "calm")], ["原文件的指纹", el("code", {}, one.file_sha256)]]),
    one.result.because.map((each) => el("p", {}, mark(each.holds ? "够" : "不够", each.holds ? "calm" : "watch"), " ", each.text)),
    one.state === "entered" ? el("div", { class: "moves" }, button("核对", confirm, true)) : "");
}
