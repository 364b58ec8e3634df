// The lists of the desk: posts that wait, employers, reports.
import { el, moment } from "../shell/dom.js";
import { button, findingsOf, list, marked, reasonFor } from "./parts.js";

const DESK = "/staff/jobs";
const FIELDS = [
  ["title", "岗位"], ["duties", "工作内容"], ["requirements", "招聘条件"], ["benefits", "福利"], ["pay_parts", "工资构成"], ["address", "地址"],
];
const STATES = [["pending", "待审"], ["verified", "已通过"], ["suspended", "已暂停"], ["refused", "未通过"]];
const REASONS = { fees: "收费", false: "内容不真实", discrimination: "歧视", contact: "引到别处、刷单", other: "其他" };

export const queue = async (draw) => draw(el("h1", {}, "待审岗位"), ...(await list(`${DESK}/queue`, {}, post, "没有等待审核的岗位。")));

function post(job, act) {
  const texts = FIELDS.filter(([field]) => job[field]).flatMap(([field, words]) => [
    el("dt", {}, words), el("dd", {}, marked(job[field], job.findings.filter((one) => one.field === field))),
  ]);
  const approve = () => act(`已通过：${job.title}`, `${DESK}/${job.id}/approve`, { version: job.version });
  const refuse = async () => {
    const reason = await reasonFor(`退回：${job.title}`);
    if (reason) await act(`已退回：${job.title}`, `${DESK}/${job.id}/refuse`, { reason, version: job.version });
  };
  return [
    el("h2", {}, job.title),
    el("p", { class: "soft" }, `${job.employer.name} · ${job.pay_text} · 招${job.wanted ?? "—"}人`),
    job.employer.state === "verified" ? null : el("p", { class: "notice" }, "单位还没有通过审核，请先审核单位。"),
    job.state_reason ? el("p", { class: "fault" }, job.state_reason) : null,
    el("div", { class: "pair" }, el("dl", {}, texts), el("div", {}, el("h3", {}, "检查结果"), findingsOf(job.findings))),
    el("div", { class: "moves" }, button("通过并发布", job.title, approve, true), button("退回", job.title, refuse)),
  ].filter(Boolean);
}

export async function employers(draw) {
  const place = el("div", {});
  const choice = el("select", { id: "state" }, STATES.map(([value, words]) => el("option", { value }, words)));
  const fill = async () => {
    try {
      place.replaceChildren(...(await list(`${DESK}/employers`, { state: choice.value }, employer, "这里没有单位。")));
    } catch (refusal) {
      place.replaceChildren(el("p", { class: "fault", role: "alert" }, refusal.message));
    }
  };
  choice.addEventListener("change", fill);
  await fill();
  draw(el("h1", {}, "用人单位"), el("div", { class: "bar" }, el("label", { for: "state" }, "状态", choice)), place);
}

function employer(one, act) {
  const decide = (sentence, decision, more) => act(`${sentence}：${one.name}`, `${DESK}/employers/${one.id}/decide`, { decision, version: one.version, ...more });
  const withReason = (words, decision) => async () => {
    const reason = await reasonFor(`${words}：${one.name}`);
    if (reason) await decide(`已${words}`, decision, { reason });
  };
  const verify = () => decide("已通过", "verify", { contact_checked: !one.contact_verified });
  const yes = one.state === "suspended" ? "恢复" : one.contact_verified ? "通过" : "已打电话核实，通过";
  const facts = [
    ["对外仍显示", one.verified_name], ["统一社会信用代码", `${one.uscc}（${one.kind}）`], ["联系人", `${one.contact_name} ${one.contact_phone || "电话未经微信验证"}`],
    ["地址", one.address], ["人力资源服务许可证", one.agency_licence], ["说明", one.about], ["上次决定", one.state_reason],
  ].filter(([, words]) => words);
  return [
    el("h2", {}, one.name),
    el("div", { class: "pair" },
      el("dl", {}, facts.flatMap(([name, words]) => [el("dt", {}, name), el("dd", {}, words)]), el("dt", {}, "登记"), el("dd", {}, moment(one.created_at))),
      licence(one)),
    el("div", { class: "moves" },
      one.state === "verified" ? null : button(yes, one.name, verify, true),
      one.state === "pending" ? button("退回", one.name, withReason("退回", "refuse")) : null,
      one.state === "verified" ? button("暂停", one.name, withReason("暂停", "suspend")) : null),
  ];
}

// The photo is fetched when somebody asks for it.
function licence(one) {
  const picture = () => el("img", { class: "licence", src: one.licence_address, alt: `${one.name}的营业执照`, onerror: (event) => event.target.replaceWith(lost) });
  const lost = el("p", { class: "notice" }, "营业执照的照片打不开，请让单位重新上传。");
  return el("div", {}, button("看营业执照", one.name, (event) => event.target.replaceWith(picture())));
}

export const reports = async (draw) => draw(el("h1", {}, "举报"), ...(await list(`${DESK}/reports`, {}, report, "没有等待处理的举报。")));

function report(one, act) {
  const settle = (words, upheld) => async () => {
    const answer = await reasonFor(`${words}：${one.job.title}`);
    if (answer) await act(`已处理：${one.job.title}`, `${DESK}/reports/${one.id}/settle`, { upheld, answer });
  };
  return [
    el("h2", {}, one.job.title),
    el("p", { class: "soft" }, `${one.job.employer.name} · ${REASONS[one.reason]} · ${moment(one.created_at)}`),
    el("p", {}, one.text || "没有补充说明"),
    el("div", { class: "moves" }, button("属实，下架", one.job.title, settle("属实，下架", true), true), button("不属实", one.job.title, settle("不属实", false))),
  ];
}
