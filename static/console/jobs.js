// The desk of jobs: posts and employers that wait, reports, posts in public, employers' lists.
import { el } from "./dom.js";
import { fairs } from "./jobs-fairs.js";
import { importing } from "./jobs-import.js";
import { employers, open, queue, reports } from "./jobs-lists.js";
import { enter, failed, main } from "./shell.js";

const VIEWS = [
  ["queue", "待审岗位", queue], ["employers", "用人单位", employers], ["reports", "举报", reports],
  ["open", "在招岗位", open], ["fairs", "招聘会", fairs], ["import", "批量导入", importing],
];
const views = document.querySelector("#views");
let me = null;
addEventListener("hashchange", () => me && show());

async function begin(sentence) {
  me = null;
  views.hidden = true;
  me = await enter(sentence);
  return show();
}

// Draws the view that the address names, unless another was asked for meanwhile.
async function show() {
  const now = location.hash;
  const [name, title, view] = VIEWS.find(([id]) => `#${id}` === now) || VIEWS[0];
  document.title = `${title} · 微家园`;
  views.hidden = false;
  views.replaceChildren(...VIEWS.map(([id, words]) => link(id, words, id === name)));
  document.querySelector("#said").textContent = "";
  try {
    const parts = await view();
    if (location.hash !== now) return;
    main.replaceChildren(el("h1", {}, title), ...parts);
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  } catch (refusal) {
    failed(refusal, begin, show);
  }
}

// A view that is in front already is drawn anew.
function link(id, words, current) {
  const again = () => location.hash === `#${id}` && show();
  return el("a", { href: `#${id}`, "aria-current": current && "page", onclick: again }, words);
}

begin();
