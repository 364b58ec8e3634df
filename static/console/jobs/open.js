// Posts in public, found by words, and taken down with a reason.
import { change } from "../shell/api.js";
import { el, moment } from "../shell/dom.js";
import { sayNext } from "../shell/said.js";
import { field } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { button, reasonFor } from "./parts.js";

const columns = (again) => [
  { id: "title", text: "岗位", cell: (job) => el("b", {}, job.title) },
  { id: "employer", text: "单位", cell: (job) => job.employer.name },
  { id: "pay", text: "工资", cell: (job) => job.pay_text },
  { id: "place", text: "地点", cell: (job) => job.community_name || job.address },
  { id: "published", text: "发布", cell: (job) => moment(job.published_at) },
  { id: "until", text: "招到", cell: (job) => moment(job.valid_until) },
  { id: "wanted", text: "招几人", number: true, cell: (job) => (job.wanted == null ? null : String(job.wanted)) },
  { id: "do", text: "", cell: (job) => button("下架", job.title, () => down(job, again)) },
];

export async function open(draw, { reopen, signal }) {
  const filters = el("form", { class: "bar" }, field("q", "岗位、单位或内容", { type: "search", maxlength: "60" }), el("button", {}, "查找"));
  const list = listing({ path: "/jobs", caption: "在招岗位", columns: columns(reopen), filters, signal, none: "没有找到在招的岗位。换个词，或者到待审岗位看看有没有等审的。" });
  await list.load();
  draw(el("h1", {}, "在招岗位"), list.element);
}

async function down(job, again) {
  const reason = await reasonFor(`下架：${job.title}`);
  if (!reason) return;
  sayNext(await change(`/staff/jobs/${job.id}/take-down`, { reason }, { seen: job.version }).then(() => `已下架：${job.title}`, (refusal) => refusal.message));
  await again();
}
