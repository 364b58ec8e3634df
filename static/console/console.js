// Signs in, shows the pages a person's duties open, and which of them the address names.
import { el } from "./dom.js";
import { matter } from "./matter.js";
import { matters } from "./matters.js";
import { order } from "./order.js";
import { orders } from "./orders.js";
import { screen } from "./screen.js";
import { enter, failed, main } from "./shell.js";
import { supervisions } from "./supervisions.js";
import { trail } from "./trail.js";
import { ROLES } from "./words.js";

const WATCHERS = ["supervisor", "auditor", "dispatcher", "secretary"];
const ALL = [...WATCHERS, "department", "grid_worker"];
const PAGES = [
  { path: "screen", name: "一屏统管", roles: WATCHERS, show: screen },
  { path: "matters", name: "事项", roles: ALL, show: matters, one: matter },
  { path: "orders", name: "发令和报到", roles: ALL, show: orders, one: order },
  { path: "supervisions", name: "督办", roles: ALL, show: supervisions },
  { path: "trail", name: "审计轨迹", roles: ["auditor"], show: trail },
  { href: "jobs.html", name: "招工审核", roles: ["department", "admin"] },
  { href: "welfare.html", name: "福利改革试算", roles: ["policy_officer"] },
];

const nav = document.querySelector("#pages");
const pulse = document.querySelector("#pulse");
let leave = new AbortController();
let me = null;

addEventListener("hashchange", () => me && open());

async function begin(sentence) {
  leave.abort();
  me = null;
  nav.hidden = true;
  pulse.textContent = "";
  me = await enter(sentence, (one) => `${one.display_name}（${titles(one).join("、") || "没有职责"}）`);
  return open();
}

const roles = (one) => [...new Set(one.duties.map((duty) => duty.role))];
const titles = (one) => roles(one).map((role) => ROLES[role] || "工作人员");
const mine = () => PAGES.filter((page) => page.roles.some((role) => roles(me).includes(role)));

function drawPages(now) {
  nav.hidden = false;
  nav.replaceChildren(
    ...mine().map((page) => el("a", { href: page.href || `#/${page.path}`, "aria-current": page === now && "page" }, page.name)),
  );
}

// Shows the page that the address names, and stays with it until the address changes.
async function open() {
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  const [path, id] = location.hash.replace(/^#\/?/, "").split(/[/?]/);
  const page = mine().find((one) => one.path === path) || mine()[0];
  if (page?.href) return location.replace(page.href);
  if (!page) return main.replaceChildren(el("p", { class: "fault", role: "alert" }, "您没有查看本后台的权限。有疑问请找管理员核对职责。"));
  drawPages(page);
  pulse.textContent = "";
  try {
    const draw = (...parts) => signal.aborted || main.replaceChildren(...parts);
    const stay = await (id && page.one ? page.one : page.show)(draw, { id, me, signal, reopen: open });
    if (signal.aborted) return undefined;
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
    return await stay?.();
  } catch (refusal) {
    if (signal.aborted) return undefined;
    return failed(refusal, begin, open);
  }
}

begin();
