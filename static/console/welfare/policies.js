// The policies in force as residents read them: found by words, one of them with its conditions and dated figures.
import { ask } from "../shell/api.js";
import { day, el, facts, link, mark, sheet } from "../shell/dom.js";
import { field } from "../table/filters.js";
import { table } from "../table/grid.js";
import { listing } from "../table/listing.js";

const RUNS = { in_force: "在办", announced: "还没开始", ended: "已结束", never: "本市没有" };
const SUBJECTS = { person: "个人", household: "家庭" };
const COLUMNS = [
  { id: "name", text: "政策", cell: (one) => link(`#/welfare/policies/${one.id}`, one.name) },
  { id: "category", text: "哪一类", cell: (one) => one.category },
  { id: "level", text: "哪一级", cell: (one) => one.level },
  { id: "gives", text: "给什么", cell: (one) => el("span", { class: "words" }, one.gives) },
  { id: "state", text: "到哪一步", cell: (one) => mark(RUNS[one.state] || one.state, one.state === "in_force" ? "calm" : "watch") },
  { id: "grade", text: "来源等级", cell: (one) => one.grade },
  { id: "reviewed", text: "上次核对", cell: (one) => day(one.reviewed) },
];

export async function policies(draw, { signal }) {
  const filters = el("form", { class: "bar" }, field("q", "名称、内容", { type: "search", maxlength: "40" }));
  const list = listing({ path: "/welfare/policies", caption: "现行的政策", columns: COLUMNS, filters, signal, none: "没有这样的政策。换个短一点的词。" });
  await list.load();
  draw(el("h1", {}, "政策库"), el("p", { class: "soft" }, "居民看到的就是这些。要改，到“政策包发布”提出修改，由另一位政策专员审批。"), list.element);
}

export async function policy(draw, { id }) {
  const one = await ask(`/welfare/policies/${encodeURIComponent(id)}`);
  draw(
    el("p", { class: "crumbs" }, link("#/welfare/policies", "‹ 政策库")),
    el("h1", {}, one.name),
    el("div", { class: "parts" },
      sheet("政策", el("p", { class: "words" }, one.summary), facts([["给什么", one.gives], ["给谁", SUBJECTS[one.subject]], ["哪一类", `${one.level} · ${one.category}`], ["到哪一步", RUNS[one.state]], ["依据", one.basis], ["来源等级", one.grade], ["上次核对", day(one.reviewed)], ["说明", one.note]])),
      sheet("条件", el("ul", { class: "plain" }, conditions(one.conditions).map((text) => el("li", {}, text)))),
      sheet("数额", table("各个数从哪天起", ["哪一个数", "现在", "从哪天起", "来源"].map((text) => ({ text })), one.amounts.flatMap((each) => each.values.map((value) => [each.label, value.found === false ? "没有查到" : value.text, day(value.from), value.source?.title || "—"]))))),
  );
}

// Every condition that has words, whatever it stands under.
const conditions = (node) => (!node || typeof node !== "object" ? [] : [...(node.text && node.rule ? [node.text] : []), ...Object.values(node).filter((value) => typeof value === "object").flatMap(conditions)]);
