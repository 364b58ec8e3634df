// Employers: a list by state, and each as it describes itself, with its licence and what may be decided.
import { ask, change } from "../shell/api.js";
import { el, facts, link, mark, moment, sheet } from "../shell/dom.js";
import { sayNext } from "../shell/said.js";
import { select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { button, reasonFor } from "./parts.js";

const EMPLOYERS = "/staff/jobs/employers";
const STATES = [["pending", "待审"], ["verified", "已通过"], ["suspended", "已暂停"], ["refused", "未通过"]];
const NAMES = Object.fromEntries(STATES);
const COLUMNS = [
  { id: "name", text: "单位", cell: (one) => el("span", {}, link(`#/jobs/employers/${one.id}`, one.name), one.is_agency && [" ", mark("人力资源服务机构", "watch")]) },
  { id: "uscc", text: "统一社会信用代码", cell: (one) => one.uscc },
  { id: "kind", text: "类型", cell: (one) => one.kind },
  { id: "contact", text: "联系人", cell: (one) => one.contact_name },
  { id: "since", text: "登记", cell: (one) => moment(one.created_at) },
  { id: "public", text: "对外仍显示", cell: (one) => one.verified_name },
  { id: "reason", text: "上次决定", cell: (one) => el("span", { class: "words" }, one.state_reason) },
  { id: "address", text: "地址", hidden: true, cell: (one) => one.address },
];

export async function employers(draw, { signal }) {
  const filters = el("form", { class: "bar" }, select("state", "状态", STATES));
  const list = listing({ path: EMPLOYERS, caption: "用人单位，等得最久的在前", columns: COLUMNS, filters, signal, none: "这里没有单位。单位在手机上登记营业执照后会出现在“待审”。" });
  await list.load();
  draw(el("h1", {}, "用人单位"), list.element);
}

export async function employer(draw, { id, reopen }) {
  const one = await ask(`${EMPLOYERS}/${id}`);
  const fault = el("p", { class: "fault", role: "alert" });
  const decide = async (sentence, decision, more) => {
    try {
      await change(`${EMPLOYERS}/${id}/decide`, { decision, version: one.version, ...more });
      sayNext(`${sentence}：${one.name}`);
      await reopen();
    } catch (refusal) { fault.textContent = refusal.message; }
  };
  const withReason = (words, decision) => async () => {
    const reason = await reasonFor(`${words}：${one.name}`);
    if (reason) await decide(`已${words}`, decision, { reason });
  };
  const yes = one.state === "suspended" ? "恢复" : one.contact_verified ? "通过" : "已打电话核实，通过";
  draw(
    el("h1", {}, one.name),
    el("p", {}, mark(NAMES[one.state], one.state === "verified" ? "calm" : "watch")),
    el("div", { class: "moves" },
      one.state !== "verified" && button(yes, one.name, () => decide("已通过", "verify", { contact_checked: !one.contact_verified }), true),
      one.state === "pending" && button("退回", one.name, withReason("退回", "refuse")),
      one.state === "verified" && button("暂停", one.name, withReason("暂停", "suspend")),
      link("#/jobs/employers", "回到用人单位")),
    fault,
    el("div", { class: "parts" }, sheet("登记的资料", about(one)), sheet("营业执照", licence(one))),
  );
}

const about = (one) => facts([
  ["对外仍显示", one.verified_name], ["统一社会信用代码", `${one.uscc}（${one.kind}）`], ["联系人", `${one.contact_name} ${one.contact_phone || "电话未经微信验证"}`],
  ["地址", one.address], ["人力资源服务许可证", one.agency_licence], ["说明", one.about], ["上次决定", one.state_reason], ["登记", moment(one.created_at)],
]);

// The photo is fetched when somebody asks for it.
function licence(one) {
  const lost = el("p", { class: "notice" }, "营业执照的照片打不开，请让单位重新上传。");
  const picture = () => el("img", { class: "licence", src: one.licence_address, alt: `${one.name}的营业执照`, onerror: (event) => event.target.replaceWith(lost) });
  return button("看营业执照", one.name, (event) => event.target.replaceWith(picture()));
}
