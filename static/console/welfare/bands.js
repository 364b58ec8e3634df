// A figure in bands (from seventy 200, from eighty 300), each with its start and what it is before and after.
import { el } from "../shell/dom.js";

const STARTS = { years: "周岁起", months: "个月起", yuan: "元起", people: "人起" };
const heads = (unit) => [`起点（${STARTS[unit] || "起"}）`, "现行", "改为"].map((text) => el("th", { scope: "col" }, text));

// From which day the figure in force is, and how well it is known.
export const since = (now) => (now?.found ? `${now.from}起，来源${now.grade}级` : "这一天的标准没有找到，请填上再试");

export function bandRows(figure, on) {
  const now = figure.values.findLast(({ from }) => from <= on);
  const bands = now?.found ? now.value : [];
  const isMoney = figure.band_unit === "yuan";
  const shown = (band) => String(isMoney ? band.fen / 100 : band.number);
  const body = el("tbody", {}, bands.map((band) => row(figure.label, band.from, shown(band))));
  const more = () => { body.append(row(figure.label, "", "")); body.lastChild.querySelector("input").focus(); };
  return el("fieldset", { "data-bands": figure.id, "data-label": figure.label, "data-money": isMoney && "yes", "data-now": JSON.stringify(bands.map((band) => [String(band.from), shown(band)])) },
    el("legend", {}, `${figure.label}${isMoney ? "（元）" : ""}`),
    el("p", { class: "soft" }, `${since(now)}；“改为”空着就是没有这一档。`),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `${figure.label}的各档` }, el("table", {}, el("thead", {}, el("tr", {}, heads(figure.band_of))), body)),
    el("button", { type: "button", onclick: more }, "加一档"));
}

function row(name, start, value) {
  const whose = start === "" ? `${name}，新的一档` : `${name}，${start}起`;
  const input = (side, said) => el("td", { class: "number" }, el("input", { inputmode: "decimal", value: said, "data-side": side, "aria-label": `${whose}，${{ start: "起点", before: "现行", after: "改为" }[side]}` }));
  return el("tr", {}, input("start", String(start)), input("before", value), input("after", value));
}

// Reads the bands of both sides. A side as it is in force is not sent.
export function readBands(field) {
  const { bands: id, label, money, now } = field.dataset;
  const rows = [...field.querySelectorAll("tbody tr")].map((each) => ["start", "before", "after"].map((side) => each.querySelector(`[data-side=${side}]`).value.trim().replaceAll(",", "")));
  const number = (text, times) => {
    const found = Number(text) * times;
    if (!Number.isFinite(found) || found < 0 || Math.abs(found - Math.round(found)) > 1e-6) throw new Error(`“${label}”请填数字`);
    return Math.round(found);
  };
  const side = (place) => {
    const filled = rows.filter((each) => each[place] !== "");
    if (filled.some(([start]) => start === "")) throw new Error(`“${label}”的每一档都要有起点`);
    if (new Set(filled.map(([start]) => number(start, 1))).size < filled.length) throw new Error(`“${label}”有两档起点一样`);
    const isNow = JSON.stringify(filled.map((each) => [each[0], each[place]])) === now;
    return isNow ? null : Object.fromEntries(filled.map((each) => [String(number(each[0], 1)), number(each[place], money ? 100 : 1)]));
  };
  const said = [1, 2].map((place) => rows.filter((each) => each[place] !== "").map((each) => `${each[0]}起${each[place]}`).join("、") || "没有");
  return { id, label, isBanded: true, said, before: side(1), after: side(2) };
}
