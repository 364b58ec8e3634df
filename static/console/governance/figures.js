import { ask, send } from "../shell/api.js";
import { el, percent } from "../shell/dom.js";
import { table } from "../table/grid.js";

const GROUPS = { all: "全部", street: "街道", community: "社区", grid: "网格", unit: "单位", category: "类别" };

// The figures with what they stand on, and the same as a sheet to take away.
export function figures() {
  const shown = el("div");
  const fault = el("p", { class: "fault", role: "alert" });
  const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
  const before = new Date(Date.now() - 30 * 864e5).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
  const from = el("input", { type: "date", value: before, id: "from" });
  const to = el("input", { type: "date", value: today, id: "to" });
  const by = el("select", { id: "by" }, Object.entries(GROUPS).map(([key, name]) => el("option", { value: key }, name)));
  const download = async (event) => {
    event.preventDefault();
    fault.textContent = "";
    try {
      await save(`/governance/figures.csv?from=${from.value}&to=${to.value}&by=${by.value}`);
    } catch (refusal) {
      fault.textContent = refusal.message;
    }
  };
  const section = el(
    "section",
    { class: "sheet", "aria-labelledby": "figures-title" },
    el("h2", { id: "figures-title" }, "指标（近30天）"),
    shown,
    el(
      "form",
      { class: "bar", onsubmit: download },
      el("label", {}, "从", from),
      el("label", {}, "到", to),
      el("label", {}, "按", by),
      el("button", {}, "下载表格（CSV）"),
    ),
    fault,
  );
  section.refresh = async () => {
    const found = await ask(`/events/figures?from=${before}&to=${today}&by=all`);
    shown.replaceChildren(sheet(found));
  };
  return section;
}

async function save(path) {
  const answer = await send(path);
  const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "")?.[1] || "figures.csv";
  const link = el("a", { href: URL.createObjectURL(await answer.blob()), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function sheet(found) {
  const values = found.groups[0]?.figures || {};
  const rows = found.definitions.map((definition) => {
    const figure = values[definition.id];
    const span = figure?.low == null ? "—" : `${percent(figure.low)}–${percent(figure.high)}`;
    return [
      definition.name,
      percent(figure?.value),
      figure ? String(figure.of) : "0",
      span,
      percent(definition.target),
      definition.why ? `${definition.formula}。${definition.why}` : definition.formula,
    ];
  });
  return table(
    `口径版本 ${found.version}`,
    [{ text: "指标" }, { text: "数值", number: true }, { text: "样本数", number: true }, { text: "95%区间", number: true }, { text: "目标", number: true }, { text: "口径" }],
    rows,
  );
}

