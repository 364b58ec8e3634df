// Spending a community's money fairly: projects put to a vote, and afterwards what is bought and why.
import { ask, change } from "../shell/api.js";
import { el, facts, moment, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { all, button, choosing, columns, seenTwice } from "./spaces.js";
import { table } from "../table/grid.js";

const yuan = (fen) => `${(fen / 100).toLocaleString("zh-CN", { maximumFractionDigits: 2 })}元`;
const LINE = /^(.+?)[\s,，:：]+([\d.]+)\s*元?$/;

export const spaces = choosing("民生微实事", "一笔钱、几个项目，大家选；照平均份额法算，每一分都说得清。", "commons/spendings");

export async function spendings(draw, { id, reopen }) {
  const [space, items] = await Promise.all([ask(`/commons/spaces/${id}`), all("/commons/spendings", { space: id })]);
  draw(
    el("h1", {}, `${space.name}：民生微实事`),
    el("div", { class: "moves" }, button("开一轮", () => opening(id, reopen), true)),
    ...(items.length ? items.map(shown) : [el("p", {}, "还没有开过。")]),
  );
}

const opening = (space, reopen) => askIn("开一轮", {
  note: "项目一行一个：名称、空格、要多少元。怎样算在投票之前就公布，投完不改。",
  fields: [{ name: "title", label: "名称", kind: "line", required: true, max: "80" }, { name: "budget", label: "一共多少元", kind: "line", required: true, max: "12" }, { name: "closes_at", label: "投到什么时候", kind: "moment", required: true }, { name: "projects", label: "项目", kind: "words", required: true, max: "6000" }],
  send: async ({ title, budget, closes_at: closes, projects }) => {
    const listed = projects.split("\n").map((text) => text.trim()).filter(Boolean).map(project);
    await seenTwice(space, [title, ...listed.map((one) => one.title)], () => change("/commons/spendings", { space_id: space, title, budget_fen: fen(budget), closes_at: closes, projects: listed }));
    await reopen();
  },
});

function fen(text) {
  const value = Math.round(Number(text) * 100);
  if (!(value > 0)) throw new Error(`“${text}”不是钱数`);
  return value;
}

function project(text) {
  const match = LINE.exec(text);
  if (!match) throw new Error(`“${text}”要写成：名称 空格 钱数`);
  return { title: match[1], cost_fen: fen(match[2]) };
}

function shown(one) {
  const { result } = one;
  return sheet(one.title,
    facts([["一共", yuan(one.budget_fen)], ["投到", moment(one.closes_at)], ["怎样算", one.exhaustion], ["投票的人", result && `${result.voters}人，每人一份${yuan(result.share_fen)}`], ["剩下", result && yuan(result.left_fen)]]),
    result ? [
      table("做的项目", columns("项目", "要多少", "为什么"), result.funded.map((each) => [each.title, yuan(each.cost_fen), each.text])),
      result.not_funded.length ? table("这次没做的", columns("项目", "要多少", "为什么"), result.not_funded.map((each) => [each.title, yuan(each.cost_fen), each.text])) : "",
      el("p", {}, `如果只按票数从多到少排，做的会是：${result.by_ranking.map((number) => one.projects.find((each) => each.id === number).title).join("、") || "没有"}。`),
    ] : table("项目", columns("项目", "要多少"), one.projects.map((each) => [each.title, yuan(each.cost_fen)])));
}
