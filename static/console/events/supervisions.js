// Supervisions (督办) by matter: what was late on which rungs, who must answer by when, and the answers.
import { change } from "../shell/api.js";
import { el, link, mark, moment } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { SUPERVISION } from "../shell/words.js";
import { until } from "./due.js";

export async function supervisions(draw, { reopen, signal }) {
  const filters = el("form", { class: "bar" }, select("open", "答复", [["true", "待答复"], ["false", "都答复了"], ["", "全部"]]));
  const columns = [
    { id: "matter", text: "事项", cell: subject },
    { id: "text", text: "内容", cell: (one) => el("span", { class: "words" }, one.matter?.text || one.order?.item || "") },
    { id: "level", text: "最高级别", cell: (one) => mark(SUPERVISION[one.level] || "督办", one.level > 1 ? "urgent" : "high") },
    { id: "due", text: "答复期限", cell: (one) => one.reply_due_at && until(one.reply_due_at) },
    { id: "units", text: "谁要答复", cell: (one) => unitsOf(one).join("、") },
    { id: "rungs", text: "什么超期", cell: rungs },
    { id: "answer", text: "答复", cell: (one) => answers(one, reopen) },
    { id: "opened", text: "最近开出", hidden: true, cell: (one) => moment(one.opened_at) },
  ];
  const list = listing({ path: "/supervisions/matters", caption: "督办，一件事一行，先到期的在前", columns, filters, signal, none: "没有符合的督办。都答复了，或者还没有超期的。" });
  await list.load();
  draw(el("h1", {}, "督办"), list.element);
}

const subject = ({ matter, order }) => (matter
  ? el("span", {}, link(`#/matters/${matter.id}`, matter.number), el("br"), `${matter.category?.name || "待分类"} · ${matter.state_text}`)
  : el("span", {}, link(`#/orders/${order.id}`, order.number), el("br"), "发令"));

export const unitsOf = (one) => [...new Set(one.rungs.filter((rung) => !rung.replied_at || !one.owed).map((rung) => rung.unit?.name || "还没有承办单位"))];

// How far each clock got: its last rung says what the earlier ones did.
export const reached = (all) => [...new Map(all.map((rung) => [rung.clock, rung])).values()];
const rungs = (one) => el("ul", { class: "plain" }, reached(one.rungs).map((rung) => el("li", {}, `${rung.clock}：${rung.rung.split("，")[0]}`)));

function answers(one, reopen) {
  const given = one.rungs.filter((rung) => rung.reply);
  const texts = [...new Set(given.map((rung) => rung.reply))].map((text) => el("span", { class: "words line" }, text, " ", el("span", { class: "soft" }, moment(given.find((rung) => rung.reply === text).replied_at))));
  const mine = one.rungs.filter((rung) => rung.allowed.includes("reply"));
  return el("span", {}, texts, mine.length > 0 ? replyButton(one, mine, reopen) : one.owed > 0 && "待答复");
}

// One answer for all that one's unit owes on the matter; what it does not hold for is left out.
function replyButton(one, mine, reopen) {
  const name = one.matter?.number || one.order?.number;
  const fields = [
    mine.length > 1 && { name: "rungs", label: "答复哪几张督办单", kind: "many", options: Object.fromEntries(mine.map((rung) => [rung.id, `${rung.clock}，${rung.rung}`])), value: mine.map((rung) => rung.id) },
    { name: "reply", label: "原因和措施", kind: "words", required: true, max: "2000" },
  ].filter(Boolean);
  const send = async ({ rungs: chosen = [mine[0].id], reply }) => {
    if (!chosen.length) throw new Error("请选择要答复哪几张督办单");
    for (const id of chosen) await change(`/supervisions/${id}/reply`, { reply });
    await reopen();
  };
  const show = () => askIn("书面答复", { note: `${name}：${one.matter?.text || one.order?.item || ""}`, fields, button: "提交答复", send });
  return el("button", { type: "button", "aria-label": `书面答复 ${name}`, onclick: show }, "书面答复");
}
