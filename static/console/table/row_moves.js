// What can be done with a row: its buttons, or on a telephone one button that offers them.
import { showDialog } from "../shell/dialogs.js";
import { el } from "../shell/dom.js";

const TELEPHONE = "(max-width: 36rem)";

export function rowMoves(name, buttons) {
  const all = el("span", { class: "marks" }, buttons);
  if (!matchMedia(TELEPHONE).matches || all.children.length < 2) return all;
  const offer = () => {
    const close = el("button", { type: "button" }, "关闭");
    const shown = el("dialog", { "aria-label": name }, el("h2", {}, name), el("div", { class: "moves" }, ...all.children, close));
    // It closes before a button does its work: the focus is back in the row, which names what is asked next.
    shown.addEventListener("click", (event) => { if (event.target.closest("button")) shown.close(); }, { capture: true });
    shown.addEventListener("close", () => all.append(...shown.querySelectorAll(".moves button:not(:last-child)")));
    showDialog(shown);
  };
  return el("span", { class: "marks" }, el("button", { type: "button", "aria-label": `处理：${name}`, onclick: offer }, "处理"));
}
