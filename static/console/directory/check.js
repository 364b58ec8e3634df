// A keeper's monthly check, one page and a tap each, and the queue of what residents found otherwise.
import { ask, change } from "../shell/api.js";
import { el, facts, link, mark, moment, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { mending } from "./mending.js";
import { field, select } from "../table/filters.js";
import { table } from "../table/grid.js";
import { listing } from "../table/listing.js";

const SITES = (deeds) => [
  { id: "name", text: "站点", sort: "name", cell: (one) => link(`#/directory/check/${one.id}`, one.name) },
  { id: "hours", text: "开放时间", cell: (one) => (one.hours.length ? one.hours.map((sentence) => el("div", {}, sentence)) : "还不知道") },
  { id: "phone", text: "电话", cell: (one) => one.phone || "没有登记" },
  { id: "assured", text: "上次核实", sort: "assured", cell: (one) => el("span", {}, one.text, one.asked_until && [el("br"), el("span", { class: "late" }, `${moment(one.asked_until)}前答复`)]) },
  { id: "doubt", text: "反馈", sort: "doubted", cell: (one) => one.doubt && found(one.doubt) },
  { id: "address", text: "地址", hidden: true, cell: (one) => one.address },
  { id: "do", text: "", cell: (one) => el("span", { class: "marks" }, deeds(one)) },
];
const NAMED = () => field("q", "名称、编号、地址", { type: "search", maxlength: "40" });

export async function check(draw, { reopen, signal }) {
  const filters = el("form", { class: "bar" }, NAMED(), select("days", "看哪些", [["30", "一个月没核对"], ["90", "三个月没核对"], ["0", "全部"]]), select("gone", "还在不在", [["", "在用的"], ["true", "已撤销的"]]));
  const columns = SITES((one) => [assuring(one, reopen), mending(one, reopen), closing(one, reopen)]);
  const list = listing({ path: "/sites/due", caption: "要核对的站点，最久的在前", columns, filters, sort: "assured", signal, none: "都核对过了。要找某一处，请把“看哪些”改成全部。" });
  await list.load();
  draw(el("h1", {}, "每月核对"), el("p", {}, "看一眼时间和电话，没变就点“仍然属实”。有变化的点“更正”，改好就算核实过。已撤销的点“仍然属实”就恢复。"), list.element);
}

export async function reports(draw, { reopen, signal }) {
  const filters = el("form", { class: "bar" }, NAMED(), el("input", { type: "hidden", name: "doubted", value: "true" }), el("input", { type: "hidden", name: "days", value: "0" }));
  const columns = SITES((one) => [mending(one, reopen), answering(one, reopen)]);
  const list = listing({ path: "/sites/due", caption: "存疑的站点，先存疑的在前", columns, filters, sort: "doubted", signal, none: "没有存疑的站点。两位居民说和写的不一样，站点会出现在这里。" });
  await list.load();
  draw(el("h1", {}, "居民反馈"), el("p", {}, "两位居民说和写的不一样，站点就存疑，一个工作日内公开回应。照居民说的改好了就不再存疑；说“不给办”“写的不对”的，或者没有要改的，网格员会去看。不显示是谁说的。"), list.element);
}

// One site: what is known of it, when it is shut, what residents found otherwise and what was answered.
export async function site(draw, { id, reopen }) {
  const [one, { items }] = await Promise.all([ask(`/sites/${id}/keeping`), ask(`/sites/${id}/reports`)]);
  const shut = one.closures.map((each) => [`${moment(each.starts_at)} 到 ${moment(each.ends_at)}`, each.reason]);
  const told = items.map((each) => [each.opened_on, each.kinds.join("、"), each.ended_on || mark("等回应", "high"), el("span", { class: "words" }, each.answer), each.ended_on && (each.corrected ? "已更正" : "核实过")]);
  draw(
    el("h1", {}, one.name),
    one.doubt && el("p", {}, found(one.doubt)),
    el("div", { class: "moves" }, assuring(one, reopen), mending(one, reopen), one.doubt && answering(one, reopen), closing(one, reopen), link("#/directory/check", "回到每月核对")),
    el("div", { class: "parts" },
      sheet("登记的资料", facts([["地址", one.address], ["电话", one.phone], ["开放时间", one.hours.join("；") || "还不知道"], ["说明", one.note], ["上次核实", one.text], ["有什么", one.features.filter(({ has }) => has).map(({ name }) => name).join("、")], ["没有什么", one.features.filter(({ has }) => has === false).map(({ name }) => name).join("、")]])),
      sheet("临时关闭", shut.length ? table("要来的关闭；在“更正”里加，或者取消", [{ text: "什么时候" }, { text: "为什么" }], shut) : el("p", {}, "没有。临时关闭在“更正”里加。")),
      sheet("反馈和回应", told.length ? table("最近的在前，不显示是谁说的", ["哪天", "说什么", "回应", "回应的话", "结果"].map((text) => ({ text })), told) : el("p", {}, "还没有人反馈。"))),
  );
}

// What residents found, without names, and until when it is to be answered.
const found = ({ kinds, opened_on: since, due_at: due, answered }) => el("span", {}, mark("存疑", "high"), ` ${kinds.join("、")}（${since}起）`, el("br"), answered ? "已回应，等网格员去看" : el("span", { class: "late" }, `${moment(due)}前回应`));

function closing(one, reopen) {
  if (one.at_venue) return null;
  const open = () => askIn(`撤销：${one.name}`, {
    button: "撤销", note: "撤销后不再出现在身边，收藏它的人会收到消息。还在的可以再恢复。",
    send: async () => {
      await change(`/sites/${one.id}/assurances`, { finding: "gone" }, { seen: one.version });
      await reopen();
    },
  });
  return el("button", { type: "button", "aria-label": `撤销：${one.name}`, onclick: open }, "撤销");
}

function assuring(one, reopen) {
  const tap = async (event) => {
    event.target.disabled = true;
    await change(`/sites/${one.id}/assurances`, {}, { seen: one.version }).then(reopen, (refusal) => { event.target.replaceWith(el("span", { class: "fault", role: "alert" }, refusal.message)); });
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
      await change(`/sites/${one.id}/answer`, given, { seen: one.version });
      await reopen();
    },
  });
  return el("button", { type: "button", "aria-label": `公开回应：${one.name}`, onclick: open }, "公开回应");
}
