// One household under a reform: what it gets before and after. Nothing of it is kept.
import { ask } from "../shell/api.js";
import { el, put } from "../shell/dom.js";
import { table } from "../table/grid.js";

const MOST_PEOPLE = 12;
const VERDICTS = { eligible: "可以领", ineligible: "不符合", unknown: "还要问清" };

export function household(simulation) {
  const place = el("div", {});
  const details = el("details", {}, el("summary", {}, "看一户人家在改革前后"), place);
  details.addEventListener("toggle", () => details.open && !place.children.length && form(simulation, place));
  return details;
}

// Only what the changed policies ask is offered; what is left empty is unknown.
async function form(simulation, place) {
  const moved = simulation.result.policies.filter((one) => one.cost_at_most_fen[0] !== one.cost_at_most_fen[1] || one.heads[0] !== one.heads[1]).slice(0, 3);
  if (!moved.length) return put(place, el("p", {}, "这项改动不影响任何人。"));
  const on = simulation.asked.on;
  const [{ items }, ...policies] = await Promise.all([ask(`/welfare/questions?on=${on}`), ...moved.map(({ id }) => ask(`/welfare/policies/${id}?on=${on}`))]);
  const wanted = new Set(policies.flatMap(({ questions }) => questions));
  const asked = items.filter(({ id, subjects }) => wanted.has(id) && id !== "people" && subjects.length);
  const count = el("input", { id: "house-people", inputmode: "numeric", value: "1" });
  const groups = el("div", {});
  const answer = el("div", { role: "status" });
  const paint = () => put(groups, fields("household", "这一户", asked.filter(({ subjects }) => subjects.includes("household"))),
    Array.from({ length: Math.min(MOST_PEOPLE, Math.max(1, Number(count.value) || 1)) }, (_, at) => {
      const subject = at ? "member" : "applicant";
      return fields(String(at), at ? `第${at}位家人` : "申请人", asked.filter(({ subjects }) => subjects.includes(subject)));
    }));
  count.addEventListener("change", paint);
  paint();
  const send = async (event) => {
    event.preventDefault();
    try {
      const found = await ask(`/welfare/simulations/${simulation.id}/household`, { method: "POST", body: { answers: answers(groups, Number(count.value)) } });
      put(answer, shown(found));
    } catch (refusal) {
      put(answer, [refusal.message, ...Object.values(refusal.problem?.fields || {}).flat()].map((text) => el("p", { class: "fault" }, text)));
    }
  };
  return put(place, el("form", { novalidate: true, onsubmit: send }, el("p", { class: "soft" }, "不要写姓名和证件号；空着的当作不知道。填的内容不保存。"),
    el("div", { class: "line" }, el("label", { for: "house-people" }, "几口人"), count), groups, el("button", {}, "看改革前后"), answer));
}

function fields(name, title, asked) {
  if (!asked.length) return "";
  return el("fieldset", { "data-of": name }, el("legend", {}, title), asked.map((one) => {
    const id = `house-${name}-${one.id}`;
    return el("div", { class: "line" }, el("label", { for: id }, one.kind === "money" ? `${one.label}（元）` : one.label), control(one, id));
  }));
}

function control({ id, kind, choices }, at) {
  const about = { id: at, "data-question": id, "data-kind": kind };
  const options = kind === "yes_no" ? [{ id: "true", text: "是" }, { id: "false", text: "否" }] : choices;
  if (kind === "yes_no" || kind === "choice") return el("select", about, el("option", { value: "" }, "不知道"), options.map((one) => el("option", { value: one.id }, one.text)));
  return el("input", kind === "date" ? { ...about, type: "date" } : { ...about, inputmode: "decimal" });
}

function answers(groups, people) {
  const said = { household: { people }, applicant: {}, members: Array.from({ length: Math.max(0, people - 1) }, () => ({})) };
  for (const field of groups.querySelectorAll("[data-question]")) {
    if (field.value === "") continue;
    const { question, kind } = field.dataset;
    const of = field.closest("fieldset").dataset.of;
    const whose = of === "household" ? said.household : of === "0" ? said.applicant : said.members[Number(of) - 1];
    whose[question] = { yes_no: field.value === "true", money: Math.round(Number(field.value) * 100), number: Number(field.value) }[kind] ?? field.value;
  }
  return said;
}

function shown({ items }) {
  if (!items.length) return el("p", {}, "改革前后都没有这一户能领的。");
  const side = ({ verdict, amount, missing }) => `${VERDICTS[verdict]}${amount ? `，${amount.text}` : ""}${verdict === "unknown" && missing.length ? `（还差${missing.length}个答案）` : ""}`;
  const told = items.filter((one) => one.has_changed || one.before.verdict === "eligible" || one.after.verdict === "eligible");
  const rows = told.map((one) => [one.policy.name, side(one.before), side(one.after), one.has_changed ? "有变化" : ""]).sort((a, b) => (b[3] > a[3]) - (b[3] < a[3]));
  const rest = items.length - told.length;
  return [
    rows.length ? table("这一户在改革前后", ["政策", "现在", "改后", ""].map((text) => ({ text })), rows) : el("p", {}, "改革前后没有不同。"),
    rest > 0 && el("p", { class: "soft" }, `另有 ${rest} 项改革前后一样，还要问清才知道能不能领。`),
  ];
}
