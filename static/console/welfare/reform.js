import { ask, send } from "../shell/api.js";
import { bandRows, readBands, since } from "./bands.js";
import { el, put } from "../shell/dom.js";
import { clearFaults, tellRefusal } from "../shell/faults.js";
import { download } from "./outcome.js";

const UNITS = { yuan: "元", percent: "%", years: "周岁", months: "个月", days: "天", people: "人", times: "次", plain: "" };
const today = () => new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
const label = (id, text, input) => el("div", { class: "line" }, el("label", { for: id }, text), input);

// The form in which a reform is written; `begun` is called with the simulation that it began.
export async function reformForm(begun) {
  const policies = await everyPolicy();
  const title = el("input", { id: "title", maxlength: "80", required: true });
  const on = el("input", { id: "on", type: "date", value: today(), required: true });
  const policy = el("select", { id: "policy" }, policies.map(({ id, name }) => el("option", { value: id }, name)));
  const figures = el("div", { id: "figures", "aria-live": "polite" });
  const people = peopleFields();
  const fault = el("div", { class: "fault", role: "alert" });
  const button = el("button", { class: "first" }, "开始试算");
  const refresh = async () => {
    put(figures, figureRows(await ask(`/welfare/policies/${policy.value}?on=${on.value}`), on.value));
  };
  const changed = () => [...[...figures.querySelectorAll("tr[data-id]")].map(readFigure), ...[...figures.querySelectorAll("fieldset[data-bands]")].map(readBands)];
  const name = () => {
    const first = changed().find(({ said }) => said[0] !== said[1]);
    if (first && !title.dataset.own) title.value = `${first.label} ${first.said[0]}→${first.said[1]}`;
  };
  title.addEventListener("input", () => { title.dataset.own = title.value ? "yes" : ""; });
  title.addEventListener("click", () => { if (!title.dataset.own) title.select(); }); // what was proposed gives way
  figures.addEventListener("change", name);
  for (const choice of [policy, on]) {
    choice.addEventListener("change", () => refresh().catch((refusal) => { fault.textContent = refusal.message; }));
  }
  const form = el(
    "form",
    { class: "sheet", novalidate: true, "aria-labelledby": "reform-title" },
    el("h2", { id: "reform-title" }, "改什么"),
    fault,
    label("policy", "政策", policy),
    label("on", "按哪一天的规则", on),
    figures,
    label("title", "这次试算叫什么", title),
    people.element,
    button,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearFaults(form, fault);
    button.disabled = true;
    try {
      name();
      begun(await begin(written(title.value, on.value, changed()), people));
    } catch (refusal) {
      tellRefusal(form, fault, refusal);
    }
    button.disabled = false;
  });
  policy.value = policies.some(({ id }) => id === "ui") ? "ui" : policy.value;
  await refresh();
  return form;
}

async function everyPolicy() {
  const found = [];
  for (let cursor = ""; cursor != null; ) {
    const page = await ask(`/welfare/policies?limit=50${cursor && `&cursor=${cursor}`}`);
    found.push(...page.items.filter(({ state }) => state === "in_force"));
    cursor = page.next_cursor;
  }
  return found;
}

function figureRows({ amounts }, on) {
  const usable = amounts.filter(({ unit }) => unit in UNITS);
  const banded = amounts.filter(({ unit }) => unit === "bands").map((figure) => bandRows(figure, on));
  if (!usable.length) return banded.length ? banded : [el("p", {}, "这项政策没有可以改的数字，请换一项。")];
  const rows = usable.map((figure) => {
    const now = figure.values.findLast(({ from }) => from <= on);
    const value = now?.found ? inUnit(figure.unit, now.value) : "";
    const known = figure.values.filter(({ found }) => found);
    const dates = known.length > 1 && el("datalist", { id: `dated-${figure.id}` }, known.map((one) => el("option", { value: inUnit(figure.unit, one.value) }, `${one.from}起`)));
    const input = (side) => el("input", { inputmode: "decimal", value, list: dates && dates.id, "data-side": side, "aria-label": `${figure.label}，${side === "before" ? "现行" : "改为"}` });
    return el(
      "tr",
      { "data-id": figure.id, "data-unit": figure.unit, "data-label": figure.label, "data-now": value },
      el("th", { scope: "row" }, figure.label, el("span", { class: "soft" }, ` ${UNITS[figure.unit]}`), el("div", { class: "soft" }, since(now)), dates),
      el("td", { class: "number" }, input("before")),
      el("td", { class: "number" }, input("after")),
    );
  });
  const head = ["数字", "现行", "改为"].map((text) => el("th", { scope: "col" }, text));
  return [banded, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "数字" }, el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows)))];
}

const inUnit = (unit, value) => String(unit === "yuan" ? value / 100 : value);

// Reads one figure's row. What stands as it is in force is not sent.
function readFigure(row) {
  const { id, unit, label: named, now } = row.dataset;
  const said = ["before", "after"].map((side) => row.querySelector(`[data-side=${side}]`).value.trim().replaceAll(",", ""));
  const [before, after] = said.map((text) => {
    if (text === now) return null;
    const number = Number(text) * (unit === "yuan" ? 100 : 1);
    if (text === "" || !Number.isFinite(number) || Math.abs(number - Math.round(number)) > 1e-6) throw new Error(`“${named}”请填数字`);
    return Math.round(number);
  });
  return { id, label: named, said, before, after };
}

function written(title, on, figures) {
  const kept = (key, isBanded) => Object.fromEntries(figures.filter((one) => one[key] !== null && Boolean(one.isBanded) === isBanded).map((one) => [one.id, one[key]]));
  const side = (key) => ({ parameters: kept(key, false), bands: kept(key, true) });
  const asked = { title: title.trim(), on, baseline: side("before"), reform: side("after") };
  if (figures.every(({ said }) => said[0] === said[1])) throw new Error("“现行”和“改为”一样，请先改一个数字");
  return asked;
}

function peopleFields() {
  const count = el("input", { id: "count", inputmode: "numeric", value: "1150000" });
  const file = el("input", { id: "file", type: "file", accept: ".csv,.parquet" });
  const drawn = el("input", { type: "radio", name: "whose", id: "drawn", checked: true });
  const sent = el("input", { type: "radio", name: "whose", id: "sent" });
  const synthetic = el("div", {}, label("count", "多少人", count), el("p", { class: "soft" }, "按公开统计合成，不含任何真实个人。"));
  const upload = el(
    "div",
    { hidden: true },
    label("file", "人群表（CSV 或 Parquet，最大 8 MB）", file),
    el("p", { class: "soft" }, "一行一个人，同一户写同一个户号；不要写姓名和证件号。表只用于这一次，算完即删。"),
    el("button", { type: "button", onclick: template }, "下载空表"),
  );
  const turn = () => {
    synthetic.hidden = sent.checked;
    upload.hidden = !sent.checked;
  };
  drawn.addEventListener("change", turn);
  sent.addEventListener("change", turn);
  const choice = (input, text) => el("label", { class: "choice" }, input, text);
  const element = el("fieldset", {}, el("legend", {}, "对谁试算"), choice(drawn, "合成的本区人口"), synthetic, choice(sent, "上传的人群表"), upload);
  return { element, count, file, sent };
}

async function template() {
  const { items } = await ask("/welfare/questions");
  const heads = ["household", "street", ...items.map(({ id }) => id).filter((id) => id !== "people")];
  const labels = items.map((item) => [item.id, item.label, item.kind === "money" ? "元" : item.unit || "", item.choices.map(({ text }) => text).join("／")]);
  download("people.csv", `\ufeff${heads.join(",")}\r\n`);
  download("people-columns.csv", `\ufeff列,意思,单位,可填\r\n${labels.map((cells) => cells.map((text) => `"${text}"`).join(",")).join("\r\n")}\r\n`);
}

function begin(asked, { count, file, sent }) {
  if (!sent.checked) return ask("/welfare/simulations", { method: "POST", keyed: true, body: { ...asked, people: Number(count.value) } });
  if (!file.files.length) throw new Error("请选择人群表");
  const form = new FormData();
  form.append("reform", JSON.stringify(asked));
  form.append("people", file.files[0]);
  return send("/welfare/simulations/uploads", { method: "POST", keyed: true, form }).then((answer) => answer.json());
}
