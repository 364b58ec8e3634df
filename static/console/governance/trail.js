// The audit trail: who did and who looked at what; read-only, and the whole chain can be walked.
import { SECTIONS } from "../pages.js";
import { ask } from "../shell/api.js";
import { el, stamp } from "../shell/dom.js";
import { field, select } from "../table/filters.js";
import { listing } from "../table/listing.js";

// Entries stand in the order of their numbers, which is that of time: the service sorts the whole trail by it.
const HEADS = [{ text: "序号", number: true, sort: "number" }, "时间", "谁", "做了什么", "对象", "理由和细节", "封签"].map((head) => ({ sorts: false, ...(typeof head === "string" ? { text: head } : head) }));

export async function trail(draw) {
  const filters = el("form", { class: "bar" },
    select("looks", "看什么", { false: "全部", true: "只看查阅" }),
    field("person", "人（姓名或用户名）"), field("subject", "对象（编号或末几位）"),
    field("since", "从", { type: "date" }), field("until", "到", { type: "date" }),
    el("button", {}, "查询"),
  );
  const list = listing({ path: "/governance/trail", caption: "审计轨迹，最近的在前", heads: HEADS, row, filters, sort: "-number", none: "没有符合的记录。" });
  await list.load();
  draw(el("h1", {}, "审计轨迹"), el("p", {}, "只能查看，不能修改。您的查询也会记入轨迹。"), chain(), list.element);
}

function row(one) {
  return [
    String(one.number), stamp(one.at), one.actor_text,
    one.is_look ? el("b", {}, `查阅：${one.action_text}`) : one.action_text,
    el("span", { class: "words", title: /\d/.test(one.subject_id) && one.subject_id }, nameOf(one)), // a number to look for, no key
    el("span", { class: "words" }, [one.reason, one.facts_text].filter(Boolean).join("；")),
    el("code", { title: one.seal }, one.seal.slice(0, 8)),
  ];
}

// A sheet is known by its page.
function nameOf(one) {
  const page = one.subject_kind === "sheet" && SECTIONS.flatMap((section) => section.pages).find(({ path }) => path === one.subject_id);
  return page ? `${one.subject_text}：${page.name}` : one.subject_name;
}

function chain() {
  const said = el("p", { role: "status" });
  const button = el("button", { type: "button" }, "核对整条轨迹");
  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = "正在逐条核对…";
    try {
      const found = await ask("/governance/trail/verification", { method: "POST", body: {} });
      said.className = found.unbroken ? "" : "fault";
      said.textContent = `${found.sentence}。末条封签 ${found.seal.slice(0, 16)}…`;
    } catch (refusal) {
      said.textContent = refusal.message;
    }
    button.disabled = false;
  });
  return el("div", { class: "bar" }, button, said);
}
