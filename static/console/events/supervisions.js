// Supervisions (督办): what was late, who must answer by when, and the answers.
import { change } from "../shell/api.js";
import { el, link, mark, moment } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { SUPERVISION } from "../shell/words.js";

const HEADS = ["级别", "什么超期", "单位", "事项", "开出", "答复期限", "答复"];

export async function supervisions(draw, { reopen }) {
  const filters = el("form", { class: "bar" }, select("open", "答复", { true: "待答复", false: "已答复", "": "全部" }));
  const row = (one) => cells(one, reopen);
  const list = listing({ path: "/supervisions", caption: "督办，最近开出的在前", heads: HEADS, row, filters, none: "没有符合的督办。" });
  await list.load();
  draw(el("h1", {}, "督办"), list.element);
}

function cells(one, reopen) {
  const late = !one.replied_at && one.reply_due_at && new Date(one.reply_due_at) < new Date();
  return [
    mark(SUPERVISION[one.level] || "督办", one.level > 1 ? "urgent" : "high"),
    el("span", {}, one.clock, el("br"), el("span", { class: "soft" }, one.rung)),
    one.unit?.name || "还没有承办单位",
    one.event_id && link(`#/matters/${one.event_id}`, one.event_number),
    moment(one.opened_at),
    late ? el("span", { class: "late" }, `${moment(one.reply_due_at)} 已过`) : moment(one.reply_due_at),
    one.reply ? el("span", { class: "words" }, one.reply, el("br"), el("span", { class: "soft" }, moment(one.replied_at))) : one.allowed.includes("reply") ? replyButton(one, reopen) : "待答复",
  ];
}

function replyButton(one, reopen) {
  const send = async (values) => {
    await change(`/supervisions/${one.id}/reply`, values);
    await reopen();
  };
  const fields = [{ name: "reply", label: "原因和措施", kind: "words", required: true, max: "2000" }];
  const show = () => askIn("书面答复", { note: `${one.unit.name}：${one.clock}，${one.rung}`, fields, button: "提交答复", send });
  return el("button", { type: "button", "aria-label": `书面答复 ${one.clock} ${one.event_number || ""}`, onclick: show }, "书面答复");
}
