// What is wrong in a form, all of it at once: each field with its sentence below it, a line above the buttons that leads
// to each, and the cursor in the first. What was typed stays.
import { el } from "./dom.js";

const isIn = (control) => control.name && !control.disabled && control.type !== "hidden";

function sentence({ validity, min, max, tagName, type }) {
  if (validity.valueMissing) return tagName === "SELECT" || type === "file" ? "请选择" : "请填写";
  if (validity.badInput) return type === "number" ? "请填写数字" : "没有填完整";
  if (validity.rangeUnderflow) return `不能小于${min}`;
  if (validity.rangeOverflow) return `不能大于${max}`;
  return "填写有误";
}

// What of a form is not filled in, or not as it has to be: { name: [sentence] }.
export function unfilled(form) {
  const wrong = [...form.elements].filter((one) => isIn(one) && !one.validity.valid);
  return Object.fromEntries(wrong.map((one) => [one.name, [sentence(one)]]));
}

// The control that a path of the service's speaks of; `names` says which paths go by another name here.
function controlOf(form, path, names) {
  const steps = path.split(".");
  const known = [names[path], path, steps.at(-1), steps[0]].filter(Boolean).map((name) => form.elements[name]);
  const found = known.find(Boolean);
  return found instanceof RadioNodeList ? found[0] : found;
}

// What holds the choices of one question, where the control is one of them.
const groupOf = (control) => /checkbox|radio/.test(control.type) && control.closest("fieldset");

function labelOf(control) {
  const label = groupOf(control)?.querySelector?.("legend") || control.labels?.[0];
  return label?.childNodes[0]?.textContent.trim() || control.getAttribute("aria-label") || "";
}

function unmark(control) {
  control.removeAttribute("aria-invalid");
  control.removeAttribute("aria-describedby");
  document.getElementById(`${control.id || control.name}-fault`)?.remove();
}

function mark({ control, text }) {
  const words = el("p", { class: "fault at", id: `${control.id || control.name}-fault` }, text);
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", words.id);
  control.addEventListener("input", () => unmark(control), { once: true });
  (groupOf(control) || control.closest("label") || control).after(words);
}

export function clearFaults(form, place) {
  form.querySelectorAll("[aria-invalid]").forEach(unmark);
  place.replaceChildren();
}

// Tells what is wrong: `fields` by their paths, `message` for the whole, `more` sentences that belong to no field.
export function tellFaults(form, place, { message = "", fields = {}, more = [], names = {} }) {
  clearFaults(form, place);
  const told = Object.entries(fields).map(([path, texts]) => ({ control: controlOf(form, path, names), text: [].concat(texts).join("；") }));
  const at = told.filter(({ control }, index) => control && told.findIndex((one) => one.control === control) === index);
  at.sort((one, other) => (one.control.compareDocumentPosition(other.control) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  at.forEach(mark);
  const loose = [...told.filter(({ control }) => !control).map(({ text }) => text), ...more];
  const links = at.map(({ control, text }) => el("li", {}, el("button", { type: "button", class: "link", onclick: () => control.focus() }, `${labelOf(control)}：${text}`)));
  place.replaceChildren(el("span", {}, [message || `有${at.length}处要改`, ...loose].join("；")), ...(links.length ? [el("ul", {}, links)] : []));
  if (at.length) at[0].control.focus();
  else place.scrollIntoView({ block: "nearest" });
}

// The same of what was refused.
export const tellRefusal = (form, place, { message, problem }, names) =>
  tellFaults(form, place, { message, fields: problem?.fields, more: (problem?.findings || []).map(({ text }) => text), names });
