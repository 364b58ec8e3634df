// Posts that wait for review: a list, the longest waiting first, and each beside what was found in it.
import { ask, change } from "../shell/api.js";
import { el, link, mark, moment, sheet } from "../shell/dom.js";
import { sayNext } from "../shell/said.js";
import { listing } from "../table/listing.js";
import { LEVELS, button, findingsOf, marked, reasonFor } from "./parts.js";

const QUEUE = "/staff/jobs/queue";
const BANDS = { refuse: "urgent", review: "watch", warn: "calm" };
const FIELDS = [
  ["title", "岗位"], ["duties", "工作内容"], ["requirements", "招聘条件"], ["benefits", "福利"], ["pay_parts", "工资构成"], ["address", "地址"],
];
const COLUMNS = [
  { id: "title", text: "岗位", cell: (job) => link(`#/jobs/queue/${job.id}`, job.title) },
  { id: "employer", text: "单位", cell: (job) => el("span", {}, job.employer.name, job.employer.state !== "verified" && [" ", mark("单位没通过", "high")]) },
  { id: "findings", text: "检查结果", cell: found },
  { id: "since", text: "送审", cell: (job) => moment(job.submitted_at) },
  { id: "pay", text: "工资", cell: (job) => job.pay_text },
  { id: "wanted", text: "招几人", number: true, cell: (job) => (job.wanted == null ? null : String(job.wanted)) },
  { id: "place", text: "地点", hidden: true, cell: (job) => job.community_name || job.address },
  { id: "before", text: "上次退回", hidden: true, cell: (job) => el("span", { class: "words" }, job.state_reason) },
];

export async function queue(draw, { signal }) {
  const filters = el("form", { class: "bar" }, el("button", {}, "刷新"));
  const list = listing({ path: QUEUE, caption: "待审岗位，等得最久的在前", columns: COLUMNS, filters, signal, none: "没有等待审核的岗位。单位送审、被检查出疑问的会出现在这里。" });
  await list.load();
  draw(el("h1", {}, "待审岗位"), list.element);
}

// How many things of each gravity were found.
function found({ findings }) {
  const counts = Object.keys(LEVELS).map((level) => [level, findings.filter((one) => one.level === level).length]).filter(([, n]) => n);
  return counts.length ? el("span", { class: "marks" }, counts.map(([level, n]) => mark(`${LEVELS[level]} ${n}`, BANDS[level]))) : "没有发现问题";
}

export async function post(draw, { id }) {
  const job = await ask(`${QUEUE}/${id}`);
  const fault = el("p", { class: "fault", role: "alert" });
  const decide = async (sentence, path, body) => {
    try {
      await change(`/staff/jobs/${job.id}/${path}`, { version: job.version, ...body });
      await onward(`${sentence}：${job.title}`);
    } catch (refusal) { fault.textContent = refusal.message; }
  };
  const refuse = async () => {
    const reason = await reasonFor(`退回：${job.title}`);
    if (reason) await decide("已退回", "refuse", { reason });
  };
  const texts = FIELDS.filter(([field]) => job[field]).flatMap(([field, words]) => [
    el("dt", {}, words), el("dd", {}, marked(job[field], job.findings.filter((one) => one.field === field))),
  ]);
  const isKnown = job.employer.state === "verified";
  draw(
    el("h1", {}, job.title),
    el("p", { class: "soft" }, `${job.employer.name} · ${job.pay_text} · 招${job.wanted ?? "—"}人 · ${moment(job.submitted_at)}送审`),
    !isKnown && el("p", { class: "notice" }, "单位还没有通过审核，请先", link(`#/jobs/employers/${job.employer.id}`, "审核单位"), "。"),
    job.state_reason && el("p", { class: "fault" }, `上次退回：${job.state_reason}`),
    el("div", { class: "moves" },
      button("通过并发布", job.title, () => decide("已通过", "approve"), true), button("退回", job.title, refuse), link("#/jobs/queue", "回到待审岗位")),
    fault,
    el("div", { class: "parts" }, sheet("岗位原文", el("dl", {}, texts)), sheet("检查结果", findingsOf(job.findings))),
  );
}

// On to the next that waits, so that reading and deciding is one press each.
async function onward(sentence) {
  const { items } = await ask(`${QUEUE}?limit=1`).catch(() => ({ items: [] }));
  sayNext(items.length ? `${sentence}。这是下一个。` : `${sentence}。没有别的在等了。`);
  location.hash = items.length ? `#/jobs/queue/${items[0].id}` : "#/jobs/queue";
}
