// Reports of posts: whether what somebody says of a post is so.
import { change } from "../shell/api.js";
import { el, mark, moment } from "../shell/dom.js";
import { sayNext } from "../shell/said.js";
import { select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { button, reasonFor } from "./parts.js";

const REASONS = { fees: "收费", false: "内容不真实", discrimination: "歧视", contact: "引到别处、刷单", other: "其他" };
const STATES = [["open", "等处理"], ["upheld", "属实"], ["dismissed", "不属实"]];
const COLUMNS = (reopen) => [
  { id: "job", text: "岗位", cell: (one) => el("b", {}, one.job.title) },
  { id: "employer", text: "单位", cell: (one) => one.job.employer.name },
  { id: "reason", text: "为什么", cell: (one) => mark(REASONS[one.reason], "watch") },
  { id: "text", text: "说明", cell: (one) => el("span", { class: "words" }, one.text || "没有补充说明") },
  { id: "since", text: "举报", cell: (one) => moment(one.created_at) },
  { id: "answer", text: "答复", cell: (one) => (one.state === "open" ? settling(one, reopen) : el("span", { class: "words" }, one.answer)) },
];

export async function reports(draw, { reopen, signal }) {
  const filters = el("form", { class: "bar" }, select("state", "处理", STATES));
  const list = listing({ path: "/staff/jobs/reports", caption: "岗位举报，最早的在前", columns: COLUMNS(reopen), filters, signal, none: "没有等待处理的举报。" });
  await list.load();
  draw(el("h1", {}, "举报"), list.element);
}

function settling(one, reopen) {
  const settle = (words, upheld) => async () => {
    const answer = await reasonFor(`${words}：${one.job.title}`);
    if (!answer) return;
    const done = await change(`/staff/jobs/reports/${one.id}/settle`, { upheld, answer }, { seen: one.version }).then(() => `已处理：${one.job.title}`, (refusal) => refusal.message);
    sayNext(done);
    await reopen();
  };
  return el("span", { class: "marks" }, button("属实，下架", one.job.title, settle("属实，下架", true)), button("不属实", one.job.title, settle("不属实", false)));
}
