// Several reforms side by side: each a column, against the rules they were all compared with.
import { ask } from "../shell/api.js";
import { el, link } from "../shell/dom.js";
import { table } from "../table/grid.js";

const whole = new Intl.NumberFormat("zh-CN");
const wan = (fen) => whole.format(Math.round(fen / 1e4) / 100);
const summed = (rows, key) => rows.reduce((sum, row) => sum + row[key], 0);
const pair = ([before, after]) => `${whole.format(before)} → ${whole.format(after)}`;
const NOT_KNOWN = "那时的收入不知道";
const NOT_FOUND = "没有找到";
const UNTOLD = "有一边的支出没有找到，没有算";
// What compares both sides is told only where the spending of both was found.
const told = (say) => (one) => (one.is_compared === false ? UNTOLD : say(one));
const same = ({ asked, pack_sha256: pack }) => JSON.stringify([asked.on, asked.baseline, asked.people ?? null, asked.seed ?? null, pack]);

export async function compared(draw, ids) {
  const found = await Promise.all(ids.map((id) => ask(`/welfare/simulations/${id}`)));
  const ready = found.filter(({ state }) => state === "done");
  const isFair = ready.length > 1 && new Set(ready.map(same)).size === 1 && ready.every(({ asked }) => asked.people);
  draw(
    el("p", {}, link("#/welfare/reforms", "‹ 回到福利改革试算")),
    el("h1", {}, "几项改革并排比较"),
    ready.length < found.length && el("p", { class: "fault", role: "alert" }, "有的试算还没有算完，没有列出。"),
    !isFair && el("p", { class: "fault", role: "alert" }, "这几次试算的日期、现行规则、人口或政策包不一样，数字不能直接相减。"),
    ready.length ? el("section", { class: "sheet", "aria-label": "比较" }, grid(ready), policies(ready)) : "",
  );
}

const columns = (ready, first) => [{ text: first }, ...ready.map(({ title }) => ({ text: title, number: true }))];

function grid(ready) {
  const results = ready.map(({ result }) => result);
  const cost = (result) => summed(result.policies.map((policy) => ({ more: policy.cost_at_most_fen[1] - policy.cost_at_most_fen[0] })), "more");
  const rows = [
    ["改了什么", ...results.map((one) => (one.reform || []).join("；") || "没有改动")],
    ["人群", ...results.map((one) => `${whole.format(one.people)} 人`)],
    ["抽样误差（万元）", ...results.map(told((one) => (one.sampling ? `± ${wan(one.sampling.drawn_fen.change[1])}` : "上传的人群，不是抽样")))],
    ["每年多支出（万元，按上限）", ...results.map(told((one) => wan(cost(one))))],
    ["多得的户", ...results.map(told((one) => whole.format(summed(one.deciles, "gain"))))],
    ["少得的户", ...results.map(told((one) => whole.format(summed(one.deciles, "lose"))))],
    ["最穷的十分之一每年多得（万元）", ...results.map(told((one) => wan(one.deciles[0].change_fen)))],
    ["相对贫困的人", ...results.map(told((one) => (one.poverty ? pair(one.poverty.people) : NOT_KNOWN)))],
    ["离贫困线还差（万元）", ...results.map(told((one) => (one.poverty ? one.poverty.gap_fen.map(wan).join(" → ") : NOT_KNOWN)))],
    ["多挣反而少得的户（改后）", ...results.map((one) => whole.format(one.cliffs.items.reduce((sum, row) => sum + row.households[1], 0)))],
    ["提醒", ...results.map((one) => (one.warnings || []).join("；") || "没有")],
  ];
  return table("总账", columns(ready, "比什么"), rows);
}

const sums = ({ cost_at_most_fen: cost, is_summed: known = [true, true] }) => (known.includes(true) ? `${cost.map((fen, side) => (known[side] ? wan(fen) : NOT_FOUND)).join(" → ")}万元` : "没有找到金额");

// Every policy that at least one of the reforms changes.
function policies(ready) {
  const moved = new Map();
  for (const { result } of ready) {
    for (const policy of result.policies) {
      if (["heads", "needs_office", "cost_at_most_fen"].some((key) => policy[key][0] !== policy[key][1])) moved.set(policy.id, policy.name);
    }
  }
  if (!moved.size) return el("p", {}, "这几项改动都不影响任何人。");
  const cell = ({ result }, id) => {
    const one = result.policies.find((policy) => policy.id === id);
    return one ? `${pair(one.heads)}${one.counts === "households" ? "户" : "人"}，${sums(one)}` : "没有施行";
  };
  return table("有变化的政策（享受的，每年至多支出）", columns(ready, "政策"), [...moved].map(([id, name]) => [name, ...ready.map((each) => cell(each, id))]));
}
