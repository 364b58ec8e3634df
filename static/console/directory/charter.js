// The charter: its versions, who signed, who did not and why. The administrator proposes and takes back.
import { ask, change } from "../shell/api.js";
import { el, facts, mark, moment, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";

const SHARES = { "2/3": "三分之二以上", "3/4": "四分之三以上", "4/5": "五分之四以上", "51/100": "过半数（51%）", 1: "全体" };
const STATES = { open: ["正在签署", "watch"], in_force: ["生效", "calm"], superseded: ["有新版", "calm"], closed: ["没有成", "high"] };

export async function charter(draw, { reopen }) {
  const { items } = await ask("/alliances/charters");
  const open = items.some(({ state }) => state === "open");
  draw(
    el("h1", {}, "联盟章程"),
    el("p", {}, "成员在手机上签署或说明为什么不同意。修改要生效版里写的比例同意，一次一版；没有成的留在这里。"),
    !open && el("div", { class: "moves" }, proposing(items, reopen)),
    ...(items.length ? items.map((one) => version(one, reopen)) : [el("p", {}, "还没有章程。")]),
  );
}

function version(one, reopen) {
  return sheet(
    `第${one.number}版`,
    el("p", {}, mark(...STATES[one.state])),
    facts([
      ["为什么", one.reason], ["生效要", `成员的${one.needs_words}同意`], ["以后修改要", `成员的${one.share_words}同意`], ["表决的成员", `${one.members}家（提出那天的）`],
      ["生效", one.in_force_at && moment(one.in_force_at)], ["结束", one.closed_at && `${moment(one.closed_at)}：${one.closing_words}`],
      ["已签署", one.signed_by.map(({ name }) => name).join("、") || "还没有"], ["不同意", one.refused_by.map(({ name, words }) => `${name}（${words}）`).join("；")],
    ]),
    el("details", {}, el("summary", {}, "看全文"), el("p", { class: "words" }, one.text)),
    one.state === "open" && el("div", { class: "moves" }, takingBack(one, reopen)),
  );
}

function proposing(items, reopen) {
  const before = items.find(({ state }) => state === "in_force");
  const open = () => askIn(before ? "提出修改" : "提出章程", {
    note: before ? `按生效版的规定，这次修改要成员的${before.share_words}同意。现在的成员参加表决，以后加入的不算。` : "首版按自己写的比例生效。现在的成员参加表决，以后加入的不算。",
    fields: [
      { name: "text", label: "全文", kind: "words", max: "20000", required: true, value: before ? before.text : "" },
      { name: "share", label: "以后修改要多少成员同意（正好这么多就够）", kind: "choice", options: SHARES, value: before ? before.share : "2/3" },
      { name: "reason", label: "为什么", kind: "line", max: "500", required: true },
    ],
    send: async (values) => {
      await change("/alliances/charters", values);
      await reopen();
    },
  });
  return el("button", { type: "button", onclick: open }, before ? "提出修改" : "提出章程");
}

function takingBack(one, reopen) {
  const open = () => askIn(`撤回第${one.number}版`, {
    button: "撤回",
    fields: [{ name: "words", label: "为什么撤回，大家都看得到", kind: "line", max: "300", required: true }],
    send: async (values) => {
      await change(`/alliances/charters/${one.id}/take-back`, values);
      await reopen();
    },
  });
  return el("button", { type: "button", "aria-label": `撤回第${one.number}版`, onclick: open }, "撤回");
}
