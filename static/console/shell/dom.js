// Makes elements; text is always text, never markup.
const SVG = "http://www.w3.org/2000/svg";

export function el(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, SPOKEN.has(name) ? dated(value) : value);
  }
  const parts = shown(children);
  element.append(...(asWritten(element) ? parts : parts.map(dated)));
  return element;
}

// What somebody wrote, and what is read by machines, stays as it is.
const asWritten = (element) => /^(TEXTAREA|CODE|PRE)$/.test(element.tagName) || /\b(words|source)\b/.test(element.getAttribute("class") || "");

// What is read aloud says a date as what is shown does.
const SPOKEN = new Set(["aria-label", "title"]);

// A date as the service writes it, as people read it: 2026-11-30 is 2026年11月30日, which sorts as well.
const ISO = /(?<![\d-])(20\d\d)-(\d\d)-(\d\d)(?![\dT-])/g;
const dated = (part) => (typeof part === "string" ? part.replace(ISO, (_all, year, month, date) => `${year}年${Number(month)}月${Number(date)}日`) : part);

const shown = (children) => children.flat(Infinity).filter((child) => child != null && child !== false);

// Puts children in place of what an element has; lists in lists are taken apart as `el` does.
export function put(element, ...children) {
  element.replaceChildren(...shown(children).map(dated));
}

// Names and what they are; a pair without a value is left out.
export function facts(pairs) {
  const shown = pairs.filter(([, value]) => value != null && value !== "" && value !== false);
  return el("dl", { class: "facts" }, shown.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

export function sheet(title, ...children) {
  return el("section", { class: "sheet", "aria-label": title }, el("h2", {}, title), ...children);
}

export const link = (href, text) => el("a", { href }, text);
export const mark = (text, kind = "calm") => el("span", { class: `mark ${kind}` }, text);

const clock = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false,
});
export const moment = (text) => (text ? clock.format(new Date(text)) : "—");
const whole = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai", year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false,
});
// A moment that has to prove something: with its year and its second.
export const stamp = (text) => (text ? whole.format(new Date(text)) : "—");
// A date as people say it, with the year where it is another one: 11月30日, 2025年11月30日.
export function day(text) {
  if (!text) return "—";
  const [year, month, date] = text.slice(0, 10).split("-").map(Number);
  return `${year === new Date().getFullYear() ? "" : `${year}年`}${month}月${date}日`;
}
export const percent = (share) => (share == null ? "—" : `${(share * 100).toFixed(1)}%`);
