// Alarms of devices: what was measured, what became of it, and what a person found.
import { change } from "../shell/api.js";
import { el, link, mark, moment } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { field, select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { rowMoves } from "../table/row_moves.js";
import { LEVELS } from "../shell/words.js";

const STATES = [["standing", "还在报警"], ["", "全部"], ["asked", "待核实"], ["matter", "已成事项"], ["confirmed", "属实"], ["false", "误报"]];
const YES = "是";
const SHADES = { 1: "urgent", 2: "high" };
const COLUMNS = (reopen) => [
  { id: "kind", text: "报警", sort: "kind", cell: (one) => el("span", {}, one.kind_name, one.value_text !== YES && [el("br"), el("strong", {}, one.value_text)], one.call && !one.cleared_at && [el("br"), el("strong", { class: "late" }, `先打${one.call}`)]) },
  { id: "device", text: "设备", cell: (one) => el("span", {}, one.device, el("br"), el("span", { class: "soft" }, one.address)) },
  { id: "level", text: "级别", sort: "level", cell: (one) => mark(LEVELS[one.level], SHADES[one.level] || "watch") },
  { id: "value", text: "读数", cell: (one) => `${one.value_text}，最高 ${one.peak_text}` },
  { id: "raised", text: "时间", sort: "raised", cell: (one) => el("span", {}, moment(one.raised_at), el("br"), one.cleared_at ? `${moment(one.cleared_at)} 恢复` : el("span", { class: "late" }, "还在报警")) },
  { id: "state", text: "现在", sort: "state", cell: (one) => el("span", {}, one.state_text, one.event_id && [el("br"), link(`#/matters/${one.event_id}`, one.joined ? "并入的事项" : "事项")]) },
  { id: "judged", text: "评判", cell: (one) => el("span", {}, one.words, one.denied_at && one.state !== "false" && el("span", { class: "soft" }, ` ${moment(one.denied_at)} 有一人说是误报，等另一人核实`), judging(one, reopen)) },
];

export async function alarms(draw, { reopen, signal }) {
  const filters = el("form", { class: "bar" }, field("q", "设备、地址", { type: "search", maxlength: "40" }), select("state", "状态", STATES));
  const list = listing({ path: "/alarms", caption: "设备报警，危及人的在前", columns: COLUMNS(reopen), filters, sort: "urgency", signal, none: "没有这样的报警。看以前的，请把“状态”改成全部。" });
  await list.load();
  draw(el("h1", {}, "设备报警"), list.element);
}

function judging(one, reopen) {
  const undecided = one.state === "asked" || one.state === "matter";
  if (!undecided && one.cleared_at) return null;
  const ask = (title, path) => () => askIn(title, {
    about: `${one.device} · ${one.kind_name}，${one.value_text}`,
    fields: [{ name: "words", label: "看到什么", kind: "words", max: "300" }],
    send: async ({ words }) => {
      await change(`/alarms/${one.id}/${path}`, { words: words || "" }, { seen: one.version });
      await reopen();
    },
  });
  const button = (text, path) => el("button", { type: "button", "aria-label": `${text}：${one.device}`, onclick: ask(text, path) }, text);
  return rowMoves(one.device, [undecided && [button("属实", "confirm"), button("误报", "false")], !one.cleared_at && button("解除", "clear")]);
}
