// Forms in a dialog: fields as data, what is wrong is told at each field (faults.js), photos go up first.
import { Refusal, upload } from "./api.js";
import { pageNow, showDialog, subject } from "./dialogs.js";
import { el } from "./dom.js";
import { clearFaults, tellFaults, tellRefusal, unfilled } from "./faults.js";

const MOST_PHOTOS = 9;

// A field: { name, label, kind: words | line | choice | many | number | moment | date | photos | tick, options, required, value, note, max }.
function control(field) {
  const common = { id: `field-${field.name}`, name: field.name, required: field.required || false };
  if (field.kind === "choice") return el("select", common, options(field));
  if (field.kind === "words") return el("textarea", { ...common, rows: "3", maxlength: field.max || "1000" }, field.value || "");
  if (field.kind === "photos") return el("input", { ...common, type: "file", accept: "image/*", multiple: true });
  if (field.kind === "moment") return el("input", { ...common, type: "datetime-local" });
  if (field.kind === "date") return el("input", { ...common, type: "date", value: field.value || "" });
  if (field.kind === "secret") return el("input", { ...common, type: "password", maxlength: field.max || "200", autocomplete: "off" });
  if (field.kind === "number") return el("input", { ...common, type: "number", min: field.min ?? "0", max: field.max, step: field.step, value: field.value ?? "" });
  const line = el("input", { ...common, maxlength: field.max || "100", value: field.value || "", autocomplete: "off", list: field.suggest && `${common.id}-list` });
  return field.suggest ? [line, el("datalist", { id: `${common.id}-list` }, Object.entries(field.suggest).map(([value, text]) => el("option", { value }, text)))] : line;
}

const options = (field) =>
  Object.entries(field.options).map(([value, text]) => el("option", { value, selected: value === field.value }, text));

function row(field) {
  const note = field.note && el("p", { class: "soft" }, field.note);
  if (field.kind === "tick") {
    return el("label", { class: "tick" }, el("input", { type: "checkbox", name: field.name }), field.label);
  }
  if (field.kind === "many") {
    const boxes = Object.entries(field.options).map(([value, text]) =>
      el("label", { class: "tick" }, el("input", { type: "checkbox", name: field.name, value, checked: field.value?.includes(value) }), text),
    );
    return el("fieldset", {}, el("legend", {}, field.label), note, boxes);
  }
  const usual = field.replies?.length > 0 && replies(field);
  const must = field.required && el("span", { class: "soft" }, "（必填）");
  return el("div", {}, el("label", { for: `field-${field.name}` }, field.label, must), note, usual, control(field));
}

// Sentences that are often written: one press puts it into the field, to be mended there.
function replies(field) {
  const put = (text) => {
    const area = document.getElementById(`field-${field.name}`);
    area.value = area.value.trim() ? `${area.value.trim()}\n${text}` : text;
    area.focus();
  };
  return el("div", { class: "replies", role: "group", "aria-label": "常用语" }, field.replies.map((one) => el("button", { type: "button", onclick: () => put(one.text) }, one.title)));
}

async function valueOf(form, field) {
  const found = form.elements[field.name];
  if (field.kind === "tick") return found.checked;
  if (field.kind === "many") return [...form.querySelectorAll(`[name=${field.name}]:checked`)].map((box) => box.value);
  if (field.kind === "number") return found.value === "" ? null : Number(found.value);
  if (field.kind === "moment") return found.value && `${found.value}:00+08:00`;
  if (field.kind === "photos") return photos(found.files);
  return found.value.trim() || null;
}

async function photos(files) {
  if (files.length > MOST_PHOTOS) throw new Refusal(422, { detail: `最多${MOST_PHOTOS}张照片` });
  const ids = [];
  for (const file of files) ids.push(await upload(file));
  return ids;
}

// What was written in a dialog that was left without sending, by page and by what it was about: it is there again.
const unsent = new Map();
const keepable = (form) => [...form.elements].filter((one) => one.name && !/^(password|file)$/.test(one.type));
const written = (form) => keepable(form).map((one) => [one.name, one.value, one.checked]);

function restore(form, kept) {
  keepable(form).forEach((one, at) => {
    const [name, value, checked] = kept[at] || [];
    if (name !== one.name) return;
    if (/^(checkbox|radio)$/.test(one.type)) one.checked = checked;
    else one.value = value;
  });
}

// Shows a dialog and calls `send(values)`; it stays open with the sentence when that is refused.
// `grave` is for what takes something from somebody: its button is not the green of the usual step. `about` is what it
// acts on, when that is neither the row of the button that was pressed nor what the page is about.
export function askIn(title, { fields = [], note, button = title, grave = false, about = subject(), send, left }) {
  const key = `${pageNow()} ${title} ${about}`;
  const fault = el("div", { class: "fault", role: "alert" });
  const submit = el("button", { class: grave ? "grave" : "first" }, button);
  const close = () => dialog.close();
  const form = el(
    "form",
    { method: "dialog", novalidate: true },
    el("h2", { id: "dialog-title" }, title),
    about && about !== title && el("p", { class: "about" }, about),
    note && el("p", {}, note),
    unsent.has(key) && el("p", { class: "soft" }, "上次写的还在，接着写就行。"),
    fields.map(row),
    fault,
    el("div", { class: "moves" }, submit, el("button", { type: "button", onclick: close }, "取消")),
  );
  const dialog = el("dialog", { "aria-labelledby": "dialog-title" }, form);
  const untouched = JSON.stringify(written(form));
  let isSent = false;
  if (unsent.has(key)) restore(form, unsent.get(key));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = unfilled(form);
    if (Object.keys(wrong).length) return tellFaults(form, fault, { fields: wrong });
    submit.disabled = true;
    clearFaults(form, fault);
    try {
      const values = {};
      for (const field of fields) values[field.name] = await valueOf(form, field);
      await send(values);
      isSent = true;
      unsent.delete(key);
      close();
    } catch (refusal) {
      tellRefusal(form, fault, refusal);
    }
    submit.disabled = false;
    return undefined;
  });
  dialog.addEventListener("close", () => {
    if (!isSent && JSON.stringify(written(form)) !== untouched) unsent.set(key, written(form));
    else unsent.delete(key);
    left?.(isSent);
  });
  showDialog(dialog);
}

// Leaves out what was not filled in.
export const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ""));
