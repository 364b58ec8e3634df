// 协办: which other units help with a matter, what they were asked and what they answered.
import { ask, change } from "../shell/api.js";
import { el, mark, moment, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";

const KINDS = { asked: "watch", done: "calm", declined: "high", withdrawn: "unknown" };
const ASKERS = ["unit", "dispatcher"];
const WITH_A_UNIT = ["dispatched", "handling", "waiting"];

export function assists(event, reopen) {
  const may = WITH_A_UNIT.includes(event.state) && event.capacities.some((one) => ASKERS.includes(one));
  if (!event.assists.length && !may) return null;
  return sheet("协办",
    event.assists.length ? el("ol", { class: "timeline" }, event.assists.map((one) => line(event, one, reopen))) : el("p", { class: "soft" }, "没有请别的单位协办。承办单位和时限不会因为协办改变。"),
    may && el("div", { class: "moves" }, el("button", { type: "button", onclick: () => begin(event, reopen) }, "请协办")));
}

function line(event, one, reopen) {
  const path = `/events/${event.id}/assists/${one.id}`;
  const send = (where, body) => change(`${path}/${where}`, body, { seen: event.version }).then(reopen);
  const words = (label) => [{ name: "words", label, kind: "words", required: true }];
  const answer = (title, done, label) => el("button", { type: "button", onclick: () => askIn(title, { note: `${one.unit.name}：${one.words}`, fields: words(label), send: (values) => send("answer", { ...values, done }) }) }, title);
  return el("li", {},
    el("b", {}, one.unit.name), " ", mark(one.state_text, KINDS[one.state]), el("span", { class: "soft" }, ` ${moment(one.asked_at)}`),
    el("p", { class: "words" }, one.words),
    one.answer && el("p", { class: "words" }, `答复（${moment(one.answered_at)}）：${one.answer}`),
    el("div", { class: "moves" },
      one.allowed.includes("answer") && [answer("协办完成", true, "做了什么"), answer("不协办", false, "为什么")],
      one.allowed.includes("withdraw") && el("button", { type: "button", onclick: () => askIn("撤回协办", { note: one.unit.name, send: () => send("withdraw", {}) }) }, "撤回协办")));
}

async function begin(event, reopen) {
  const { items } = await ask("/events/departments");
  const others = Object.fromEntries(items.filter((unit) => unit.code !== event.unit?.code).map((unit) => [unit.code, unit.name]));
  askIn("请协办", {
    note: "承办单位不变，时限不变；协办单位能看到这件事，会收到通知。",
    fields: [{ name: "unit", label: "请哪个单位", kind: "choice", options: others }, { name: "words", label: "请它做什么", kind: "words", required: true }],
    send: (values) => change(`/events/${event.id}/assists`, values, { seen: event.version }).then(reopen),
  });
}
