// The desk of jobs: posts and employers that wait, reports, posts in public, employers' lists.
import { ask, forget, isSignedIn, signOut } from "./api.js";
import { el } from "./dom.js";
import { fairs } from "./jobs-fairs.js";
import { importing } from "./jobs-import.js";
import { employers, open, queue, reports } from "./jobs-lists.js";
import { login } from "./login.js";

const VIEWS = [
  ["queue", "待审岗位", queue], ["employers", "用人单位", employers], ["reports", "举报", reports],
  ["open", "在招岗位", open], ["fairs", "招聘会", fairs], ["import", "批量导入", importing],
];
const main = document.querySelector("#main");
const views = document.querySelector("#views");
const tools = document.querySelector("#tools");

document.querySelector("#larger").addEventListener("click", (event) => {
  const large = document.documentElement.classList.toggle("large");
  event.currentTarget.setAttribute("aria-pressed", String(large));
});
document.querySelector("#sign-out").addEventListener("click", async () => {
  await signOut();
  location.reload();
});
window.addEventListener("hashchange", () => isSignedIn() && show());

async function run() {
  if (!isSignedIn()) await login(main, "");
  await show();
}

// Draws the view that the address names; a session that has ended leads back to the login.
async function show() {
  const [name, title, view] = VIEWS.find(([id]) => `#${id}` === location.hash) || VIEWS[0];
  document.title = `${title} · 微家园`;
  try {
    document.querySelector("#whoami").textContent = (await ask("/staff/me")).display_name;
    tools.hidden = views.hidden = false;
    views.replaceChildren(...VIEWS.map(([id, words]) => link(id, words, id === name)));
    document.querySelector("#said").textContent = "";
    const parts = await view();
    main.replaceChildren(el("h1", {}, title), ...parts);
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  } catch (refusal) {
    await lost(refusal);
  }
}

async function lost(refusal) {
  if (refusal.status === undefined) throw refusal;
  tools.hidden = views.hidden = true;
  forget();
  await login(main, refusal.status === 401 ? "登录已过期，请重新登录" : refusal.message);
  await show();
}

function link(id, words, current) {
  return el("button", { type: "button", "aria-current": current ? "page" : null, onclick: () => go(id) }, words);
}

function go(id) {
  if (location.hash === `#${id}`) show();
  else location.hash = id;
}

run();
