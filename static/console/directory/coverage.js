// Coverage of people: who reaches an open door in fifteen minutes on foot. Figures, a schematic, the worst ten grids.
import { ask, query } from "../shell/api.js";
import { el, link, percent, sheet } from "../shell/dom.js";
import { field, select } from "../table/filters.js";
import { areas } from "../governance/map.js";
import { table } from "../table/grid.js";

const LEVELS = [["community", "社区"], ["street", "街道"], ["grid", "网格"]];
const FEATURES = [["", "不限"], ["ramp", "坡道"], ["lift", "电梯"], ["toilet", "无障碍厕所"], ["hearing_loop", "助听设备"], ["nursing", "母婴室"]];
const BANDS = [[0.9, "calm", "九成以上"], [0.7, "watch", "七成至九成"], [0.4, "high", "四成至七成"], [0, "urgent", "不到四成"]];
const NUMBERS = [{ text: "名称" }, { text: "人口（示例）", number: true }, { text: "覆盖", number: true }, { text: "比例", number: true }];

export async function coverage(draw) {
  const { items } = await ask("/services/needs");
  const filters = el("form", { class: "bar" }, select("level", "按", LEVELS), select("alliance", "分联盟", [["", "全部"], ...items.map(({ id, name }) => [id, name])]), select("accessible", "无障碍", FEATURES), field("at", "出发时刻（空着是现在）", { type: "datetime-local" }), el("button", {}, "看一看"));
  const fault = el("p", { class: "fault", role: "alert" });
  const parts = el("div", { class: "stack" });
  const refresh = async () => {
    const given = Object.fromEntries(new FormData(filters));
    const asked = query({ ...given, at: given.at && `${given.at}:00+08:00` });
    fault.textContent = "";
    const [shapes, found] = await Promise.all([ask(`/places/schematic?level=${given.level}`), ask(`/governance/coverage${asked}`)]);
    parts.replaceChildren(...shown(shapes, found, asked));
  };
  const again = () => refresh().catch((refusal) => { fault.textContent = refusal.message; });
  filters.addEventListener("change", again);
  filters.addEventListener("submit", (event) => {
    event.preventDefault();
    again();
  });
  await refresh();
  draw(el("h1", {}, "十五分钟覆盖"), el("p", {}, "按人算，不按面积算：从家出发，步行15分钟内走到时开着的门。"), el("section", { class: "sheet" }, filters, fault), parts);
}

function shown(shapes, found, asked) {
  const banded = new Map(found.items.map((item) => [item.code, { ...item, band: bandOf(item.share) }]));
  const said = (item) => `${item.covered}/${item.people}人，${percent(item.share)}`;
  const label = `覆盖示意图，共${shapes.shapes.length}个区域；数字见下表`;
  return [
    sheet("全区", el("p", { role: "status" }, `${said(found.whole)}。`), el("p", { class: "soft" }, found.note), link(`/api/v1/governance/coverage.csv${asked}`, "下载表格（CSV）")),
    sheet("示意图", areas(shapes, banded, said, label), el("ul", { class: "legend", "aria-label": "图例" }, BANDS.map(([, band, text]) => el("li", {}, el("span", { class: `mark ${band}` }, text))))),
    sheet("没有覆盖到的人最多的十个网格", numbers("没有覆盖到的人最多的十个网格", found.worst_grids)),
    found.alliances.length > 0 && sheet("各分联盟", numbers("各分联盟的覆盖", found.alliances)),
    sheet("各区域", numbers("各区域的覆盖，最少的在前", found.items)),
  ].filter(Boolean);
}

const bandOf = (share) => BANDS.find(([from]) => share >= from)[1];
const numbers = (caption, items) => table(caption, NUMBERS, items.map((one) => [one.name, String(one.people), String(one.covered), percent(one.share)]));
