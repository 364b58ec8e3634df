// What a keeper has to answer: bookings that wait for a yes, and no-shows that somebody contests.
import { change } from "../shell/api.js";
import { el, mark, moment } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { field } from "../table/filters.js";
import { listing } from "../table/listing.js";

const COLUMNS = (reopen) => [
  { id: "slot", text: "什么时候", sort: "starts", cell: (one) => el("span", {}, el("b", {}, one.title), el("br"), `${moment(one.starts_at)} 到 ${moment(one.ends_at)}`) },
  { id: "who", text: "谁", cell: (one) => [one.group_name, one.nickname].filter(Boolean).join("，") || "—" },
  { id: "people", text: "人数", number: true, sort: "people", cell: (one) => String(one.people) },
  { id: "purpose", text: "做什么", cell: (one) => el("span", { class: "words" }, one.purpose) },
  { id: "until", text: "最晚答复", sort: "until", cell: (one) => moment(one.until) },
  { id: "state", text: "到哪一步", cell: (one) => mark(one.first_approved ? "等第二人" : one.state_text, "watch") },
  { id: "do", text: "", cell: (one) => deciding(one, reopen) },
];

export async function requests(draw, { reopen, signal }) {
  const filters = el("form", { class: "bar" }, field("q", "场地、活动", { type: "search", maxlength: "40" }));
  const list = listing({ path: "/venues/keeper/requests", caption: "等答复的场地申请，先到期的在前", columns: COLUMNS(reopen), filters, sort: "until", signal, none: "没有等您答复的申请。签到和今天的预约在手机上办：扫码更快。" });
  await list.load();
  draw(el("h1", {}, "场地申请"), list.element);
}

function deciding(one, reopen) {
  const about = `${one.title} ${moment(one.starts_at)}，${one.people}人`;
  const send = (path, body) => change(`/venues/bookings/${one.id}/${path}`, body).then(reopen);
  const yes = () => askIn("同意这次预约", { note: `${about}。对方会马上收到通知。`, send: () => send("approve", { revision: one.revision }) });
  const no = () => askIn("不同意这次预约", { note: about, fields: [{ name: "reason", label: "为什么（对方会看到）", kind: "words", required: true, max: "200" }], send: (values) => send("refuse", values) });
  return el("span", { class: "marks" }, el("button", { type: "button", "aria-label": `同意：${about}`, onclick: yes }, "同意"), el("button", { type: "button", "aria-label": `不同意：${about}`, onclick: no }, "不同意"));
}
