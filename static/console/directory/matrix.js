// The list against the centres: when each service was last given there, by deeds. Red after ninety days without.
import { ask, query } from "../shell/api.js";
import { el, mark } from "../shell/dom.js";
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

function shown({ centres, items, red }) {
  const heads = [{ text: "服务" }, ...centres.map(({ name }) => ({ text: name }))];
  const rows = items.map((one) => {
    const cells = new Map(one.cells.map((cell) => [cell.centre, cell]));
    return [`${one.list_no ? `${one.list_no}. ` : ""}${one.name}`, ...centres.map(({ id }) => cell(cells.get(id)))];
  });
  return [el("p", { role: "status" }, `${items.length}项服务，${centres.length}个中心，${red}格90天没有提供。`), table("服务清单和中心", heads, rows)];
}

function cell(one) {
  if (!one) return el("span", { class: "soft" }, "不设");
  const said = one.last_on ? `${one.last_on} · ${one.count}次` : "还没有记录";
  return one.red ? mark(said, "urgent") : said;
}
