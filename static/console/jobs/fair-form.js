// What a job fair is planned with: when, where, at which market, which employers stand there with which posts.
import { ask } from "../shell/api.js";
import { el } from "../shell/dom.js";
import { clearFaults, tellFaults, tellRefusal, unfilled } from "../shell/faults.js";

// Makes the form, empty or filled with a fair; `save(body)` sends it, and its refusal is shown.
export async function fairForm({ firms, markets }, fair, save) {
  const fault = el("div", { class: "fault", role: "alert" });
  const stands = await Promise.all(firms.map((firm) => stand(firm, fair)));
  const form = el(
    "form", { class: "plan", novalidate: true },
    el("div", { class: "bar" },
      marketChoice(markets, fair),
      field("名称", { name: "name", maxlength: "60", value: fair?.name }), field("地点", { name: "place", maxlength: "120", value: fair?.place }),
      field("开始", { name: "starts", type: "datetime-local", value: local(fair?.starts_at) }),
      field("结束", { name: "ends", type: "datetime-local", value: local(fair?.ends_at) })),
    el("fieldset", {}, el("legend", {}, "参加的单位和带来的岗位"), stands.length ? stands : el("p", {}, "还没有通过审核的单位。")),
    fault,
    el("div", { class: "moves" }, el("button", { class: "first" }, fair ? "保存修改" : "保存（先不发布）")),
  );
  form.elements.market.addEventListener("change", () => follow(form, markets));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = unfilled(form);
    if (Object.keys(wrong).length) return tellFaults(form, fault, { fields: wrong });
    clearFaults(form, fault);
    try {
      await save(planned(form, fair));
    } catch (refusal) {
      tellRefusal(form, fault, refusal, { starts_at: "starts", ends_at: "ends" });
    }
    return undefined;
  });
  return form;
}

const field = (label, attributes) => el("label", {}, label, el("input", { required: true, ...attributes }));

// The markets to come, and the fair's own where it is over by now.
function marketChoice(markets, fair) {
  const own = fair?.market_id;
  const known = markets.some((market) => market.id === own);
  return el("label", {}, "随集市举办", el("select", { name: "market" },
    el("option", { value: "" }, "单独举办"),
    own && !known && el("option", { value: own, selected: true }, "原来的集市（已结束）"),
    markets.map((market) => el("option", { value: market.id, selected: market.id === own }, market.title))));
}

// Where and when a market is held is where and when its fair is, unless something else was written.
function follow(form, markets) {
  const market = markets.find((one) => one.id === form.elements.market.value);
  if (!market) return;
  const given = { place: market.place, starts: local(market.starts_at), ends: local(market.ends_at) };
  for (const [name, value] of Object.entries(given)) form.elements[name].value ||= value;
}

// An employer to tick; its posts are asked for then.
async function stand(firm, fair) {
  const label = fair?.stands.find((one) => one.employer.id === firm.id)?.label;
  const posts = el("div", { class: "offers" });
  const tick = el("input", { type: "checkbox", name: "firm", value: firm.id, checked: label !== undefined });
  const fill = async () => posts.replaceChildren(...(tick.checked ? await offers(firm, label, fair) : []));
  tick.addEventListener("change", fill);
  await fill();
  return el("div", {}, el("label", { class: "tick" }, tick, firm.name), posts);
}

// Its place and its open posts, with those that were planned and have closed since.
async function offers(firm, label, fair) {
  const { items } = await ask(`/jobs?employer=${firm.id}&limit=50`).catch(() => ({ items: [] }));
  const planned = fair?.jobs.filter((job) => job.employer.id === firm.id) ?? [];
  const closed = planned.filter((job) => !items.some((one) => one.id === job.id));
  const isShown = (job) => label === undefined || planned.some((one) => one.id === job.id);
  const offer = (job, more) => el("label", { class: "tick" },
    el("input", { type: "checkbox", name: "post", value: job.id, checked: isShown(job) }), `${job.title} ${job.pay_text}${more}`);
  const shown = [...items.map((job) => offer(job, "")), ...closed.map((job) => offer(job, "（已不在招）"))];
  return [
    el("label", {}, "展位号", el("input", { name: `label-${firm.id}`, maxlength: "20", value: label })),
    ...(shown.length ? shown : [el("p", { class: "soft" }, "没有在招的岗位")]),
  ];
}

function planned(form, fair) {
  const given = new FormData(form);
  return {
    name: given.get("name"), place: given.get("place"), community_code: fair?.community_code ?? null,
    starts_at: `${given.get("starts")}:00+08:00`, ends_at: `${given.get("ends")}:00+08:00`, market_id: given.get("market") || null,
    stands: given.getAll("firm").map((id) => ({ employer_id: id, label: given.get(`label-${id}`) || "" })), job_ids: given.getAll("post"),
  };
}

// A moment as a field of date and time holds it, by the clock of the district: 2026-12-02T09:00.
const local = (moment) => moment && new Date(moment).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).slice(0, 16).replace(" ", "T");
