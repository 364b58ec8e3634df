// A meeting at the desk: the draw, the clock, who is there, the minutes with four buttons, the wall.
import { ask, change } from "../shell/api.js";
import { el, facts, link, mark, moment, sheet } from "../shell/dom.js";
import { askIn, filled } from "../shell/forms.js";
import { BASES, KINDS, button, columns, day, seenTwice } from "./spaces.js";
import { table } from "../table/grid.js";

const HOW = { present: "在现场", proxy: "请人代来", online: "在线上" };
const about = (item) => item.topic?.title || (item.outcome && `上次没办完：${item.outcome.text}`) || "";

export async function meeting(draw, { space, id, reopen }) {
  const path = `/commons/meetings/${id}`;
  const [it, place] = await Promise.all([ask(`${path}/draft`), ask(`/commons/spaces/${space}`)]);
  const rolls = Object.fromEntries(place.rolls.filter((one) => one.state === "in_force").map((one) => [one.id, `${BASES[one.basis]}名册`]));
  const send = (move) => async (values) => { await change(path + move, filled(values), { seen: it.version }); await reopen(); };
  const deed = (title, move, fields = [], note = "") => button(title, () => askIn(title, { fields, note, send: send(move) }));
  const isOpen = it.state === "noticed", began = Date.now() >= new Date(it.starts_at);
  draw(
    el("p", {}, link(`#/commons/desk/${space}`, `回到${place.name}`)),
    el("h1", {}, it.title),
    facts([["时间", `${moment(it.starts_at)}到${moment(it.ends_at)}`], ["地点", it.place], ["到会", `${it.present}人`], ["抽签", moment(it.agenda_closes_at)], ["确认记录", it.state === "minuted" ? `${it.confirmed_by}人，要两位到会的人在手机上确认` : ""], ["公示到", it.published_until && moment(it.published_until)]]),
    ...it.quorum.map((one) => el("p", {}, mark(one.holds ? "够" : "不够", one.holds ? "calm" : "watch"), " ", one.text)),
    el("div", { class: "moves" },
      isOpen && !it.agenda.some(({ topic }) => topic) && Date.now() >= new Date(it.agenda_closes_at) ? deed("抽签排议程", "/agenda", [], "抽一次，谁都能重算。") : "",
      isOpen && Object.keys(rolls).length ? deed("替不用手机的人签到", "/attend-at-desk", [{ name: "roll_id", label: "名册", kind: "choice", options: rolls }, { name: "number", label: "户号", kind: "number", min: "1", required: true }, { name: "how", label: "怎样参加", kind: "choice", options: HOW }]) : "",
      it.state === "confirmed" ? deed("公示", "/publish", [], "公示不少于十五天。") : "",
      isOpen ? deed("取消会议", "/cancel", [{ name: "reason", label: "理由", kind: "words", required: true, max: "400" }]) : ""),
    it.objections.length ? sheet("到会的人说记录不对", it.objections.map((text) => el("p", { class: "words" }, text)), el("p", {}, "照他们说的核对；改好重新写一次，请大家再确认。")) : "",
    ...(isOpen || it.state === "minuted" ? [minutes(it, path, began, reopen)] : []),
    ...(isOpen ? [] : record(it)),
  );
}

const record = (it) => [
  sheet("会议记录", el("p", { class: "words" }, it.minutes || "没有写。"), it.agenda.map((item) => el("p", {}, `${item.position}. ${about(item)}：${item.said || "—"}`))),
  it.outcomes.length ? sheet("议定的事", table("", columns("做什么", "谁来办", "哪天前"), it.outcomes.map((one) => [one.text, `${KINDS[one.kind]}：${one.owner}`, one.due_on]))) : "",
];

// Every item ends by talk or in one of four outcomes with who does it and by when; only then are the minutes written.
function minutes(it, path, began, reopen) {
  const ended = new Map(), list = el("div"), fault = el("p", { class: "fault", role: "alert" });
  const text = el("textarea", { rows: "4", cols: "60", maxlength: "8000" }, it.minutes);
  const paint = () => list.replaceChildren(...it.agenda.map((item) => row(item)));
  const row = (item) => el("section", { "aria-label": about(item) },
    el("h3", {}, `${item.position}. ${about(item)}`),
    el("p", { role: "status" }, ended.has(item.id) ? summary(ended.get(item.id)) : "还没有结果"),
    began ? el("div", { class: "moves" }, clock(item), Object.keys(KINDS).map((kind) => button(KINDS[kind], () => ending(item, kind))), button("谈好了", () => ending(item, null))) : "");
  const clock = (item) => (item.ended_at ? "" : button(item.started_at ? "停表" : `开始计时（${item.minutes}分钟）`, async () => {
    const now = await change(`${path}/agenda/${item.id}/clock`, { start: !item.started_at }, { seen: it.version }).catch((refusal) => { fault.textContent = refusal.message; });
    if (now) Object.assign(item, now.agenda.find(({ id }) => id === item.id));
    paint();
  }));
  const ending = (item, kind) => askIn(kind ? KINDS[kind] : "谈好了", {
    fields: [{ name: "said", label: "怎么说的", kind: "words", max: "2000" }, ...(kind ? work(kind) : [])],
    send: async ({ lng, lat, ...values }) => {
      const place = lng && lat ? { lng: Number(lng), lat: Number(lat), datum: "gcj02" } : null;
      ended.set(item.id, filled({ ...values, item_id: item.id, kind, place }));
      paint();
    },
  });
  const write = async () => {
    fault.textContent = "";
    try {
      const items = [...ended.values()];
      await seenTwice(it.space_id, [text.value, ...items.flatMap((one) => [one.said, one.text])], () => change(`${path}/minutes`, { words: text.value, items }, { seen: it.version }));
      await reopen();
    } catch (refusal) { fault.textContent = refusal.message; }
  };
  paint();
  return sheet("议程和记录", it.agenda.length ? list : el("p", {}, "还没有排议程。"),
    began ? [el("div", { class: "bar" }, el("label", {}, "会议记录", text)), fault, el("div", { class: "moves" }, button(it.state === "minuted" ? "重新写好，请到会的人再确认" : "写好记录，请到会的人确认", write, true))] : el("p", {}, "会议开始以后才能写记录。"));
}

const work = (kind) => [
  { name: "text", label: "做什么", kind: "words", required: true, max: "400" }, { name: "owner", label: kind === "department" ? "哪个部门" : "谁来办", kind: "line", required: true, max: "60" },
  ...(kind === "self" ? [{ name: "owner_number", label: "办的人的户号（有了他才能在手机上办）", kind: "number", min: "1" }] : []), day("哪天前"),
  ...(kind === "department" ? [{ name: "lng", label: "经度（国测局坐标，不填就用小区的）", kind: "line", max: "12" }, { name: "lat", label: "纬度", kind: "line", max: "12" }] : []),
];
const summary = (one) => (one.kind ? `${KINDS[one.kind]}：${one.owner}，${one.due_on}前，${one.text}` : `谈好了${one.said ? `：${one.said}` : ""}`);
