// Job fairs: plan one with its employers' stands and the posts they bring, then publish or cancel it.
import { ask } from "./api.js";
import { el, moment } from "./dom.js";
import { button, list } from "./jobs-parts.js";

const FAIRS = "/staff/jobs/fairs";
const STATES = { draft: "未发布", published: "已发布", cancelled: "已取消" };

export async function fairs() {
  const place = el("div", {});
  const fill = async () => place.replaceChildren(...(await list(FAIRS, {}, (one, act) => fair(one, act, fill), "还没有招聘会。")));
  const form = await planning(fill);
  await fill();
  return [el("details", { class: "sheet post" }, el("summary", {}, "新办一场招聘会"), form), place];
}

function fair(one, act, fill) {
  const announce = async (sentence, state) => (await act(`${sentence}：${one.name}`, `${FAIRS}/${one.id}/announce`, { state })) && fill();
  return [
    el("h2", {}, one.name),
    el("p", { class: "soft" }, `${STATES[one.state]} · ${moment(one.starts_at)} 至 ${moment(one.ends_at)} · ${one.place}`),
    el("div", { class: "actions" },
      one.state === "published" ? null : button("发布", one.name, () => announce("已发布", "published"), true),
      one.state === "cancelled" ? null : button("取消", one.name, () => announce("已取消", "cancelled"))),
  ];
}

async function planning(done) {
  const field = (id, label, attributes) => el("label", { for: id }, label, el("input", { id, required: true, ...attributes }));
  const fault = el("p", { class: "fault", role: "alert" });
  const firms = await everyEmployer();
  const form = el(
    "form", { class: "plan" },
    el("div", { class: "bar" },
      field("name", "名称", { maxlength: "60" }), field("place", "地点", { maxlength: "120" }), field("day", "日期", { type: "date" }),
      field("from", "开始", { type: "time", value: "09:00" }), field("until", "结束", { type: "time", value: "12:00" })),
    el("fieldset", {}, el("legend", {}, "参加的单位和带来的岗位"), firms.length ? firms.map(stand) : el("p", {}, "还没有通过审核的单位。")),
    fault, el("button", { class: "first" }, "保存（先不发布）"),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    fault.textContent = "";
    try {
      await ask(FAIRS, { method: "POST", keyed: true, body: planned(form) });
      form.reset();
      form.closest("details").open = false;
      document.querySelector("#said").textContent = "已保存，发布后居民才看得到。";
      await done();
    } catch (refusal) {
      fault.textContent = refusal.message;
    }
  });
  return form;
}

async function everyEmployer() {
  const found = [];
  for (let cursor = ""; cursor !== null; ) {
    const page = await ask(`/staff/jobs/employers?state=verified&limit=50${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    found.push(...page.items);
    cursor = page.next_cursor;
  }
  return found;
}

// An employer to tick; its open posts are asked for then.
function stand(firm) {
  const posts = el("div", { class: "offers" });
  const tick = el("input", { type: "checkbox", name: "firm", value: firm.id });
  tick.addEventListener("change", async () => {
    if (!tick.checked) return posts.replaceChildren();
    const { items } = await ask(`/jobs?employer=${firm.id}&limit=50`).catch(() => ({ items: [] }));
    const label = el("label", {}, "展位号", el("input", { name: `label-${firm.id}`, maxlength: "20" }));
    const offers = items.map((job) => el("label", { class: "tick" }, el("input", { type: "checkbox", name: "post", value: job.id, checked: true }), `${job.title} ${job.pay_text}`));
    return posts.replaceChildren(label, ...(offers.length ? offers : [el("p", { class: "soft" }, "没有在招的岗位")]));
  });
  return el("div", {}, el("label", { class: "tick" }, tick, firm.name), posts);
}

function planned(form) {
  const given = new FormData(form);
  const value = (id) => form.querySelector(`#${id}`).value;
  const at = (time) => `${value("day")}T${value(time)}:00+08:00`;
  return {
    name: value("name"), place: value("place"), starts_at: at("from"), ends_at: at("until"), job_ids: given.getAll("post"),
    stands: given.getAll("firm").map((id) => ({ employer_id: id, label: given.get(`label-${id}`) || "" })),
  };
}
