// A keeper's monthly check, one page and a tap each, and the queue of what residents found otherwise.
import { change } from "../shell/api.js";
import { el, mark, moment } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { mending } from "./mending.js";
import { select } from "../table/filters.js";
import { listing } from "../table/listing.js";

const HEADS = ["站点", "开放时间", "电话", "上次核实", "现在"];

export async function check(draw, { reopen }) {
  const filters = el("form", { class: "bar" }, select("days", "看哪些", [["30", "一个月没核对"], ["90", "三个月没核对"], ["0", "全部"]]), select("gone", "还在不在", [["", "在用的"], ["true", "已撤销的"]]), el("button", {}, "查找"));
  const list = listing({ path: "/sites/due", caption: "要核对的站点，最久的在前", heads: HEADS, row: (one) => row(one, [assuring(one, reopen), mending(one, reopen), closing(one, reopen)]), filters, none: "都核对过了。" });
  await list.load();
  draw(el("h1", {}, "每月核对"), el("p", {}, "看一眼时间和电话，没变就点“仍然属实”。有变化的点“更正”，改好就算核实过。已撤销的点“仍然属实”就恢复。"), list.element);
}

export async function reports(draw, { reopen }) {
  const filters = el("form", { class: "bar" }, el("input", { type: "hidden", name: "doubted", value: "true" }), el("input", { type: "hidden", name: "days", value: "0" }));
  const list = listing({ path: "/sites/due", caption: "存疑的站点", heads: HEADS, row: (one) => row(one, [mending(one, reopen), answering(one, reopen)]), filters, none: "没有存疑的站点。" });
  await list.load();
  draw(el("h1", {}, "居民反馈"), el("p", {}, "两位居民说和写的不一样，站点就存疑，一个工作日内公开回应。照居民说的改好了就不再存疑；说“不给办”“写的不对”的，或者没有要改的，网格员会去看。不显示是谁说的。"), list.element);
}

function row(one, moves) {
  return [
    one.name,
    one.hours.length ? one.hours.map((sentence) => el("div", {}, sentence)) : "还不知道",
    one.phone || "没有登记",
    el("span", {}, one.text, one.asked_until && [el("br"), el("span", { class: "late" }, `${moment(one.asked_until)}前答复`)]),
    el("span", { class: "marks" }, one.doubt && found(one.doubt), moves),
  ];
}

// What residents found, without names, and until when it is to be answered.
const found = ({ kinds, opened_on: since, due_at: due, answered }) => el("span", {}, mark("存疑", "high"), ` ${kinds.join("、")}（${since}起）`, el("br"), answered ? "已回应，等网格员去看" : el("span", { class: "late" }, `${moment(due)}前回应`));

function closing(one, reopen) {
  if (one.at_venue) return null;
  const open = () => askIn(`撤销：${one.name}`, {
    button: "撤销", note: "撤销后不再出现在身边，收藏它的人会收到消息。还在的可以再恢复。",
    send: async () => {
      await change(`/sites/${one.id}/assurances`, { finding: "gone" });
      await reopen();
    },
  });
  return el("button", { type: "button", "aria-label": `撤销：${one.name}`, onclick: open }, "撤销");
}

function assuring(one, reopen) {
  const tap = async (event) => {
    event.target.disabled = true;
    await change(`/sites/${one.id}/assurances`, {}).then(reopen, (refusal) => { event.target.replaceWith(el("span", { class: "fault", role: "alert" }, refusal.message)); });
  };
  return el("button", { type: "button", "aria-label": `仍然属实：${one.name}`, onclick: tap }, "仍然属实");
}

function answering(one, reopen) {
  const open = () => askIn(`公开回应：${one.name}`, {
    button: "公开回应",
    fields: [
      { name: "text", label: "核实的情况，居民都看得到", kind: "words", required: true, max: "300" },
      { name: "corrected", label: "已按反馈更正", kind: "tick" },
    ],
    send: async (given) => {
      await change(`/sites/${one.id}/answer`, given);
      await reopen();
    },
  });
  return el("button", { type: "button", "aria-label": `公开回应：${one.name}`, onclick: open }, "公开回应");
}
