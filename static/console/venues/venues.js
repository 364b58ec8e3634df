// A keeper's venues: each with its day, its closures to come, and its last day. What is touched is shown before.
import { ask, change } from "../shell/api.js";
import { el, facts, link, mark, moment, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { sayNext } from "../shell/said.js";
import { field } from "../table/filters.js";
import { table } from "../table/grid.js";
import { listing } from "../table/listing.js";

const KEEP = { call_off: "取消这些预约，并通知本人", keep: "保留这些预约" };
const COLUMNS = [
  { id: "name", text: "场地", sort: "name", cell: (one) => el("span", { class: "marks" }, link(`#/venues/mine/${one.id}`, one.name), one.is_sample && mark("示例")) },
  { id: "kind", text: "哪一种", sort: "kind", cell: (one) => one.kind_text },
  { id: "address", text: "地址", cell: (one) => one.address },
  { id: "places", text: "几个位", number: true, cell: (one) => String(one.places) },
  { id: "people", text: "最多几人", number: true, cell: (one) => String(one.people_most) },
  { id: "stars", text: "评分", number: true, cell: (one) => (one.stars == null ? null : one.stars.toFixed(1)) },
];

export async function venues(draw, { signal }) {
  const filters = el("form", { class: "bar" }, field("q", "名称、地址", { type: "search", maxlength: "40" }));
  const list = listing({ path: "/venues/keeper/venues", caption: "我管的场地", columns: COLUMNS, filters, sort: "name", signal, none: "没有这样的场地。新场地在手机上打开“管场地”登记。" });
  await list.load();
  draw(el("h1", {}, "我的场地"), list.element);
}

export async function venue(draw, { id, reopen }) {
  const [one, day, closures] = await Promise.all([ask(`/venues/${id}`), ask(`/venues/${id}/day`), ask(`/venues/${id}/closures`)]);
  const after = async (words) => { sayNext(words); await reopen(); };
  draw(
    el("h1", {}, one.name),
    el("div", { class: "moves" }, button("临时关闭", () => shutting(one, after)), button("最后开放日", () => retiring(one, after)), link("#/venues/mine", "回到我的场地")),
    el("div", { class: "parts" },
      sheet("场地", facts([["哪一种", one.kind_text], ["地址", one.address], ["几个位", String(one.places)], ["最多几人", String(one.people_most)], ["最后开放日", one.last_day]])),
      sheet("今天", day.bookings.length ? table("按时间排", ["什么时候", "谁", "人数", "到哪一步"].map((text) => ({ text, number: text === "人数" })), day.bookings.map((each) => [`${moment(each.starts_at)} 到 ${moment(each.ends_at)}`, each.group_name || each.nickname, String(each.people), each.state_text])) : el("p", {}, "今天没有预约。")),
      sheet("要来的关闭", closures.length ? table("先来的在前", ["什么时候", "为什么", ""].map((text) => ({ text })), closures.map((each) => [`${moment(each.starts_at)} 到 ${moment(each.ends_at)}`, each.reason, lifting(each, after)])) : el("p", {}, "没有。"))),
  );
}

const button = (text, onclick, label) => el("button", { type: "button", "aria-label": label, onclick }, text);
const reason = { name: "reason", label: "为什么（对方会看到）", kind: "line", required: true, max: "200" };
const lifting = (each, after) => button("取消关闭", () => askIn("取消这次关闭", { note: `${moment(each.starts_at)} 到 ${moment(each.ends_at)}：${each.reason}。候补的人会收到通知。`, send: async () => { await change(`/venues/closures/${each.id}/lift`); await after("已取消关闭"); } }), `取消关闭：${moment(each.starts_at)}`);

const shutting = (one, after) => askIn(`临时关闭：${one.name}`, {
  button: "看会影响谁", fields: [{ name: "starts_at", label: "从", kind: "moment", required: true }, { name: "ends_at", label: "到", kind: "moment", required: true }, reason],
  send: async ({ reason: why, ...span }) => {
    const found = await ask(`/venues/${one.id}/closures/preview`, { method: "POST", body: span });
    touching(`关闭${one.name}`, found, (bookings) => change(`/venues/${one.id}/closures`, { ...span, reason: why, bookings }), () => after("已关闭"));
  },
});

const retiring = (one, after) => askIn(`最后开放日：${one.name}`, {
  button: "看会影响谁", note: "过了这一天，场地不再出现在预约里。", fields: [{ name: "last_day", label: "最后开放哪一天", kind: "date", required: true }, reason],
  send: async ({ reason: why, last_day: day }) => {
    const found = await ask(`/venues/${one.id}/retirement/preview`, { method: "POST", body: { last_day: day } });
    touching(`${one.name}开放到${day}`, found, (bookings) => change(`/venues/${one.id}/retirement`, { last_day: day, reason: why, bookings }), () => after(`已定下最后开放日${day}`));
  },
});

// Whose bookings stand in the way, and what becomes of them; done only then.
function touching(title, { affected, activities: held }, act, after) {
  const kept = held.slice(0, 20).map((each) => `${moment(each.starts_at)} ${each.title}`);
  const names = affected.slice(0, 20).map((each) => `${moment(each.starts_at)} ${each.group_name || each.nickname}（${each.people}人）`);
  const first = held.length ? `那段时间还要留给${kept.join("；")}，要先请主办方改期或取消，才办得成。` : "";
  setTimeout(() => askIn(title, {
    note: affected.length ? `会影响${affected.length}次预约：${names.join("；")}${affected.length > names.length ? "等" : ""}。${first}` : `没有预约受影响。${first}`,
    fields: affected.length ? [{ name: "bookings", label: "这些预约怎么办", kind: "choice", options: KEEP }] : [],
    send: async ({ bookings }) => { await act(bookings || "call_off"); await after(); },
  }));
}
