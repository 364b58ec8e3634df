// A keeper's activities: what is offered, how full it is, who comes to each date.
import { ask, change } from "../shell/api.js";
import { el, facts, link, mark, moment, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { sayNext } from "../shell/said.js";
import { field } from "../table/filters.js";
import { table } from "../table/grid.js";
import { listing } from "../table/listing.js";

const LIVE = new Set(["draft", "soon", "open", "full", "closed"]);
const COLUMNS = [
  { id: "title", text: "活动", sort: "title", cell: (one) => el("span", { class: "marks" }, link(`#/venues/activities/${one.id}`, one.title), one.is_sample && mark("示例")) },
  { id: "state", text: "到哪一步", cell: (one) => mark(one.state_text, one.state === "draft" ? "watch" : "calm") },
  { id: "starts", text: "什么时候", cell: (one) => (one.starts_at ? moment(one.starts_at) : null) },
  { id: "place", text: "在哪里", cell: (one) => one.place_name },
  { id: "closes", text: "报名到", sort: "closes", cell: (one) => moment(one.closes_at) },
  { id: "taken", text: "已报", number: true, cell: (one) => `${one.places - one.left}/${one.places}` },
  { id: "waiting", text: "候补", number: true, cell: (one) => String(one.waiting) },
  { id: "kind", text: "哪一种", hidden: true, cell: (one) => one.kind_text },
  { id: "organiser", text: "谁办的", hidden: true, cell: (one) => one.organiser },
];

export async function activities(draw, { signal }) {
  const filters = el("form", { class: "bar" }, field("q", "名称、主办、地点", { type: "search", maxlength: "40" }));
  const list = listing({ path: "/activities/keeper", caption: "我管的活动，新办的在前", columns: COLUMNS, filters, signal, none: "没有这样的活动。新活动在手机上打开“办活动”写。" });
  await list.load();
  draw(el("h1", {}, "我的活动"), list.element);
}

export async function activity(draw, { id, reopen }) {
  const [one, { items: people }] = await Promise.all([ask(`/activities/keeper/${id}`), ask(`/activities/${id}/participants`)]);
  const after = async (words) => { sayNext(words); await reopen(); };
  draw(
    el("p", { class: "crumbs" }, link("#/venues/activities", "‹ 我的活动")),
    el("h1", {}, one.title),
    el("div", { class: "moves" }, movesOf(one, after)),
    el("div", { class: "parts" },
      sheet("活动", el("p", { class: "words" }, one.summary), facts([["到哪一步", one.state_text], ["在哪里", one.place_name], ["报名", `${moment(one.opens_at)} 到 ${moment(one.closes_at)}`], ["每次最多", `${one.max_people}人`], ["谁办的", one.organiser], ["找谁问", one.contact]])),
      sheet("场次", table("按时间排", heads("场次", "什么时候", "名额", "还余", "候补"), one.sessions.map((each) => [each.title, `${moment(each.starts_at)} 到 ${moment(each.ends_at)}`, String(each.places), String(each.left), String(each.waiting)]))),
      sheet("参加的人", people.length ? table("谁报了名", heads("谁", "几人", "到哪一步"), people.map((each) => [each.name || "居民", String(each.people), each.state_text])) : el("p", { class: "soft" }, "还没有人报名。"))),
  );
}

const heads = (...texts) => texts.map((text) => ({ text, number: ["名额", "还余", "候补", "几人"].includes(text) }));

function movesOf(one, after) {
  const press = (name, told, more = {}) => el("button", { type: "button", onclick: () => askIn(name, { ...more, send: async (values) => { await change(`/activities/${one.id}/${more.path}`, values, { seen: one.version }); await after(told); } }) }, name);
  const reason = { name: "reason", label: "为什么取消（报名的人都会看到）", kind: "words", required: true, max: "200" };
  return [
    one.state === "draft" && press("发布", "已发布，居民可以报名", { path: "publish", note: "发布后居民可以报名，内容不能再改。" }),
    LIVE.has(one.state) && one.state !== "draft" && press("取消活动", "已取消，报名的人会收到通知", { path: "call-off", fields: [reason] }),
  ].filter(Boolean);
}
