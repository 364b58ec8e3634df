// Figures with their formulas. They count decisions and times, and rank nobody (促进个体工商户发展条例 32).
import { ask, query } from "../shell/api.js";
import { el, percent, sheet } from "../shell/dom.js";
import { field } from "../table/filters.js";
import { table } from "../table/grid.js";

const NAMES = {
  submitted: "提交次数", machine_share: "当场办理", corrected_share: "退回补正", human_share: "转人工", machine_refusals: "系统不予登记",
  median_ms: "作出决定（毫秒，中位数）", in_review: "正在审看", overdue: "超期", rules: "没有通过的规则",
};
const DAY = 864e5;
const on = (days) => new Date(Date.now() - days * DAY).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });

export async function figures(draw) {
  const place = el("div", {});
  const form = el("form", { class: "bar" }, field("since", "从", { type: "date", value: on(30), required: true }), field("until", "到", { type: "date", value: on(0), required: true }), el("button", {}, "看"));
  const fill = async () => {
    const span = Object.fromEntries(new FormData(form));
    const found = await ask(`/approvals/figures${query(span)}`);
    const rows = Object.entries(found.figures).map(([name, value]) => [NAMES[name], words(name, value), found.formulas[name]]);
    place.replaceChildren(sheet("数字", table("每个数都写明怎样算", ["指标", "数值", "公式"].map((text) => ({ text })), rows)));
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); fill(); });
  await fill();
  draw(el("h1", {}, "光速办：数字"), el("p", {}, "登记数量不作考核，也不排名。"), form, place);
}

function words(name, value) {
  if (value === null) return "—";
  if (name === "rules") return Object.entries(value).map(([rule, count]) => `${rule} ${count}次`).join("，") || "—";
  return name.endsWith("_share") ? percent(value) : String(value);
}
