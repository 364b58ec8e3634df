// Keys of one letter: what a page binds, what every page has, and the list of both under ?. They can be turned off.
import { showDialog } from "./dialogs.js";
import { el } from "./dom.js";

const OFF = "weijiayuan.desk.keys-off";
const common = new Map();
let page = new Map();

// Binds keys for as long as a page is in front: { key: ["what it does", run] }.
export function bind(entries, signal) {
  const mine = new Map(Object.entries(entries));
  page = new Map([...page, ...mine]);
  signal?.addEventListener("abort", () => {
    page = new Map([...page].filter(([key, entry]) => mine.get(key) !== entry));
  });
}

export function bindEverywhere(entries) {
  for (const [key, entry] of Object.entries(entries)) common.set(key, entry);
}

const isTyping = (target) => target.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "checkbox" && target.type !== "radio");
const isOff = () => localStorage.getItem(OFF) === "yes";

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]") || isTyping(event.target)) return;
  if (event.key !== "?" && isOff()) return;
  const found = page.get(event.key) || common.get(event.key);
  if (!found) return;
  event.preventDefault();
  found[1]();
});

// Escape leaves a search field, so that the keys work again.
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.type === "search" && !event.target.value) event.target.blur();
});

const NAMES = { Enter: "回车", " ": "空格", ArrowDown: "↓", ArrowUp: "↑" };
const lines = (entries) => [...entries].map(([key, [says]]) => [el("dt", {}, el("kbd", {}, NAMES[key] || key)), el("dd", {}, says)]);

function help() {
  const close = el("button", { class: "first" }, "知道了");
  const off = el("input", { type: "checkbox", checked: !isOff() });
  off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "no" : "yes"));
  const dialog = el("dialog", { "aria-labelledby": "keys-title" },
    el("form", { method: "dialog" },
      el("h2", { id: "keys-title" }, "快捷键"),
      el("dl", { class: "facts keys" }, lines(page), lines(common)),
      el("label", { class: "tick" }, off, "用快捷键（填写的时候不起作用）"),
      el("div", { class: "moves" }, close)));
  showDialog(dialog);
  close.focus();
}

bindEverywhere({ "?": ["看快捷键", help] });
document.querySelector("#keys")?.addEventListener("click", help);
