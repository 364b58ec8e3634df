// The fields of a list's one row of filters, and the address that remembers them.
import { el } from "../shell/dom.js";

// `options` are pairs of value and text, or an object; its keys that look like numbers would come first.
export const select = (name, label, options) =>
  el("label", {}, label, el("select", { name }, (Array.isArray(options) ? options : Object.entries(options)).map(([value, text]) => el("option", { value }, text))));

export const field = (name, label, attributes = {}) => el("label", {}, label, el("input", { name, autocomplete: "off", ...attributes }));

// Filters that are seldom needed fold away; one that is set says so.
export function seldom(...fields) {
  const summary = el("summary", {}, "更多");
  const details = el("details", { class: "seldom" }, summary, el("div", {}, fields));
  const say = () => {
    const set = [...details.querySelectorAll("select, input")].filter((one) => one.value).length;
    summary.textContent = set ? `更多（${set}）` : "更多";
  };
  details.addEventListener("change", say);
  details.addEventListener("keydown", (event) => { if (event.key === "Escape") { details.open = false; summary.focus(); } });
  queueMicrotask(say);
  return details;
}

// What a list is called where things about it are kept: its page, without the row of whatever it belongs to.
export const pageName = () => location.hash.replace(/^#\/?/, "").split("?")[0].split("/").filter((part) => /^[a-z-]+$/.test(part)).join("/") || "start";

// What stands after the question mark of the address: the filters, the order and the columns of a list.
export const asked = () => new URLSearchParams(location.hash.split("?")[1] || "");

// Remembers them without going anywhere: the way back from a row leads to the same list.
export function remember(parameters) {
  const address = location.hash.split("?")[0];
  const query = parameters.toString();
  history.replaceState(history.state, "", query ? `${address}?${query}` : address);
}

// The fields that somebody may set: what the page itself fixes is no filter.
const settable = (form) => [...form.elements].filter((one) => one.name && one.type !== "hidden");

// Those that say something.
export const given = (form) => settable(form).filter((one) => one.value !== "").map((one) => [one.name, one.value]);

// Fills a form from the address, if that names any of its fields; fields it does not name are cleared.
export function fillFrom(parameters, form) {
  const fields = settable(form);
  if (!fields.some((one) => parameters.has(one.name))) return;
  for (const one of fields) one.value = parameters.get(one.name) ?? "";
}

export function clear(form) {
  for (const one of settable(form)) one.value = "";
}
