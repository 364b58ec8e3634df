// Job fairs: planned with their employers' stands and posts, changed, published, cancelled.
import { ask } from "../shell/api.js";
import { el, moment } from "../shell/dom.js";
import { fairForm } from "./fair-form.js";
import { button, list } from "./parts.js";

const FAIRS = "/staff/jobs/fairs";
const STATES = { draft: "未发布", published: "已发布", cancelled: "已取消" };
const said = document.querySelector("#said");

export async function fairs(draw) {
  const [firms, markets] = await Promise.all([all("/staff/jobs/employers?state=verified"), all("/markets")]);
  const place = el("div", {});
  const desk = { firms, markets, fill: async () => place.replaceChildren(...(await list(FAIRS, {}, (one, act) => card(one, act, desk), "还没有招聘会。"))) };
  const plan = el("details", { class: "sheet post" }, el("summary", {}, "新办一场招聘会"));
  const offerNew = async () => {
    plan.open = false;
    plan.replaceChildren(plan.firstChild, await fairForm(desk, null, async (body) => {
      await ask(FAIRS, { method: "POST", keyed: true, body });
      await shown(desk, "已保存，发布后居民才看得到。");
      await offerNew();
    }));
  };
  await Promise.all([offerNew(), desk.fill()]);
  draw(el("h1", {}, "招聘会"), plan, place);
}

async function shown(desk, sentence) {
  await desk.fill();
  said.textContent = sentence;
}

function card(one, act, desk) {
  const announce = async (sentence, state) => (await act(`${sentence}：${one.name}`, `${FAIRS}/${one.id}/announce`, { state })) && desk.fill();
  const market = desk.markets.find((each) => each.id === one.market_id);
  const actions = el("div", { class: "moves" },
    one.state === "published" ? null : button("发布", one.name, () => announce("已发布", "published"), true),
    button("修改", one.name, () => edit(one, actions, desk)),
    one.state === "cancelled" ? null : button("取消", one.name, () => announce("已取消", "cancelled")));
  return [
    el("h2", {}, one.name),
    el("p", { class: "soft" }, `${STATES[one.state]} · ${moment(one.starts_at)} 至 ${moment(one.ends_at)} · ${one.place}`),
    market && el("p", { class: "soft" }, `随集市举办：${market.title}`),
    actions,
  ].filter(Boolean);
}

// Puts the form in the place of the buttons, filled with what is planned.
async function edit(one, actions, desk) {
  try {
    const fair = await ask(`${FAIRS}/${one.id}`);
    const form = await fairForm(desk, fair, async (body) => {
      await ask(`${FAIRS}/${one.id}`, { method: "PUT", body });
      await shown(desk, `已修改：${body.name}`);
    });
    form.lastChild.append(el("button", { type: "button", onclick: () => form.replaceWith(actions) }, "不改了"));
    actions.replaceWith(form);
    form.querySelector("input").focus();
  } catch (refusal) {
    said.textContent = refusal.message;
  }
}

async function all(path) {
  const found = [];
  for (let cursor = ""; cursor !== null; ) {
    const asked = new URLSearchParams({ limit: "50", ...(cursor && { cursor }) });
    const page = await ask(`${path}${path.includes("?") ? "&" : "?"}${asked}`);
    found.push(...page.items);
    cursor = page.next_cursor;
  }
  return found;
}
