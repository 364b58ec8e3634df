// Dialogs: each belongs to the page over which it was opened and goes with it, and names what it acts on.
import { main } from "./main.js";

export const pageNow = () => location.hash.split("?")[0];

// Shows a dialog until it is closed or another page comes; `stays` is for what is shown only once, or asked of whoever works.
export function showDialog(dialog, { stays = false } = {}) {
  const page = pageNow();
  const leave = () => { if (pageNow() !== page) dialog.close(); };
  if (!stays) addEventListener("hashchange", leave);
  dialog.addEventListener("close", () => {
    removeEventListener("hashchange", leave);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}

const ROWS = "tr, li, .finding, article";
const plain = (element) => element?.innerText.replace(/\s+/g, " ").trim() || "";

const MOST = 60;

// What the page is about.
export const pageSubject = () => plain(main.querySelector("h1")).slice(0, MOST);

// What the button that was pressed belongs to: its row's first words, else what the page is about.
export function subject() {
  const row = document.activeElement?.closest(`main :is(${ROWS}) button`)?.closest(ROWS);
  const own = row && plain(row.querySelector("td:not(.pick), b, a") || row);
  return own ? own.slice(0, MOST) : pageSubject();
}
