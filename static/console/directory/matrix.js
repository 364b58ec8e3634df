// The list against the centres: when each service was last given there, by deeds. Red after ninety days without.
import { ask, query } from "../shell/api.js";
import { day, el, mark } from "../shell/dom.js";
import { select } from "../table/filters.js";
import { table } from "../table/grid.js";

export async function matrix(draw) {
  const { items: alliances } = await ask("/services/needs");
  const filters = el("form", { class: "bar" }, select("alliance", "分联盟", alliances.map(({ id, name }) => [id, name])));
  const picture = el("div");
  const refresh = async () => { picture.replaceChildren(...shown(await ask(`/alliances/matrix${query(Object.fromEntries(new FormData(filters)))}`))); };
  filters.addEventListener("change", refresh);
  await refresh();
  draw(el("h1", {}, "清单矩阵"), el("p", {}, "由签到、预约和窗口逐次计，不是填报的总数。90天没有提供的标出。"), el("section", { class: "sheet" }, filters, picture));
}

// Centres are many and services of one alliance few: a row a centre fits any screen.
function shown({ centres, items, red }) {
  const heads = [{ text: "中心" }, ...items.map((one) => ({ text: `${one.list_no ? `${one.list_no}. ` : ""}${one.name}` }))];
  const cells = items.map((one) => new Map(one.cells.map((cell) => [cell.centre, cell])));
  const rows = centres.map(({ id, name }) => [name, ...cells.map((one) => cell(one.get(id)))]);
  return [el("p", { role: "status" }, `${items.length}项服务，${centres.length}个中心，${red}格90天没有提供。“—”是还没有记录，“不设”是清单里没有。`), table("服务清单和中心", heads, rows)];
}

function cell(one) {
  if (!one) return el("span", { class: "soft" }, "不设");
  const said = one.last_on ? `${day(one.last_on)} · ${one.count}次` : "—";
  return one.red ? mark(said, "urgent") : said;
}
