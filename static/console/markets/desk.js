// An organiser's markets: what is drafted, published and over, and the sheets of each.
import { el, mark, moment } from "../shell/dom.js";
import { saved } from "../shell/sheets.js";
import { select } from "../table/filters.js";
import { listing } from "../table/listing.js";

const STATES = { draft: "草稿", published: "已发布", running: "正在办", over: "已结束", cancelled: "已取消" };
const KINDS = { draft: "watch", published: "calm", running: "watch", over: "calm", cancelled: "unknown" };
const COLUMNS = [
  { id: "title", text: "集市", cell: (one) => el("b", {}, one.title) },
  { id: "starts", text: "时间", cell: (one) => `${moment(one.starts_at)} 到 ${moment(one.ends_at)}` },
  { id: "place", text: "地点", cell: (one) => one.place },
  { id: "state", text: "到哪一步", cell: (one) => mark(STATES[one.state] || one.state, KINDS[one.state]) },
  { id: "sheet", text: "", cell: (one) => one.state !== "draft" && el("button", { type: "button", "aria-label": `下载统计：${one.title}`, onclick: () => saved(`/markets/${one.id}/figures.csv`, `${one.title}.csv`) }, "下载统计") },
];

export async function markets(draw, { signal }) {
  const filters = el("form", { class: "bar" }, select("state", "到哪一步", { "": "全部", ...STATES }));
  const list = listing({ path: "/markets/desk", caption: "我组织的集市，最近的在前", columns: COLUMNS, filters, signal, none: "还没有集市。新办一场：在手机上打开“办集市”，菜单要有五项以上服务才能发布。" });
  await list.load();
  draw(el("h1", {}, "我的集市"), el("p", { class: "soft" }, "拟菜单、发布、叫号、签到在手机上办；这里看全部，取统计。"), list.element);
}
