// Job fairs: a list, and each planned with its employers' stands and posts, changed, published, cancelled.
import { ask, change } from "../shell/api.js";
import { el, link, mark, moment, sheet } from "../shell/dom.js";
import { sayNext } from "../shell/said.js";
import { listing } from "../table/listing.js";
import { fairForm } from "./fair-form.js";
import { button } from "./parts.js";

const FAIRS = "/staff/jobs/fairs";
const STATES = { draft: "未发布", published: "已发布", cancelled: "已取消" };
const KINDS = { draft: "watch", published: "calm", cancelled: "unknown" };
const NEW = "new";

export async function fairs(draw, { reopen, signal }) {
  const markets = await all("/markets");
  const columns = [
    { id: "name", text: "招聘会", cell: (one) => link(`#/jobs/fairs/${one.id}`, one.name) },
    { id: "state", text: "到哪一步", cell: (one) => mark(STATES[one.state], KINDS[one.state]) },
    { id: "starts", text: "时间", cell: (one) => `${moment(one.starts_at)} 至 ${moment(one.ends_at)}` },
    { id: "place", text: "地点", cell: (one) => one.place },
    { id: "market", text: "随集市举办", cell: (one) => markets.find((each) => each.id === one.market_id)?.title },
    { id: "do", text: "", cell: (one) => announcing(one, reopen) },
  ];
  const filters = el("form", { class: "bar" }, el("button", {}, "刷新"));
  const list = listing({ path: FAIRS, caption: "招聘会，最晚的在前", columns, filters, signal, none: "还没有招聘会。点“新办一场招聘会”。" });
  await list.load();
  draw(el("h1", {}, "招聘会"), el("div", { class: "moves" }, el("a", { class: "act", href: `#/jobs/fairs/${NEW}` }, "新办一场招聘会")), list.element);
}

function announcing(one, reopen) {
  const announce = (sentence, state) => async () => {
    sayNext(await change(`${FAIRS}/${one.id}/announce`, { state }, { seen: one.version }).then(() => `${sentence}：${one.name}`, (refusal) => refusal.message));
    await reopen();
  };
  return el("span", { class: "marks" },
    one.state !== "published" && button("发布", one.name, announce("已发布", "published")),
    one.state !== "cancelled" && button("取消", one.name, announce("已取消", "cancelled")));
}

// The form of a fair that is, or of a new one.
export async function fair(draw, { id }) {
  const isNew = id === NEW;
  const [firms, markets, one] = await Promise.all([all("/staff/jobs/employers?state=verified"), all("/markets"), isNew ? null : ask(`${FAIRS}/${id}`)]);
  const form = await fairForm({ firms, markets }, one, async (body) => {
    await ask(isNew ? FAIRS : `${FAIRS}/${id}`, { method: isNew ? "POST" : "PUT", keyed: isNew, seen: one?.version, body });
    sayNext(isNew ? "已保存，发布后居民才看得到。" : `已修改：${body.name}`);
    location.hash = "#/jobs/fairs";
  });
  form.lastChild.append(link("#/jobs/fairs", "不改了，回到招聘会"));
  draw(el("h1", {}, isNew ? "新办一场招聘会" : one.name), one && el("p", {}, mark(STATES[one.state], KINDS[one.state])), sheet("怎么办", form));
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
