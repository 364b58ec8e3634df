// Signs in, shows the pages that a person's duties open, and the one that the address names.
import { SEARCH, SECTIONS } from "./pages.js";
import { whenEnded } from "./shell/api.js";
import { seen } from "./shell/back.js";
import { el, put } from "./shell/dom.js";
import { bindEverywhere } from "./shell/keys.js";
import "./shell/theme.js";
import { saidBefore } from "./shell/said.js";
import { searchField } from "./start/search.js";
import { enter, failed, main } from "./shell/session.js";
import { roles, titles } from "./shell/words.js";
import { backToRow } from "./table/browsing.js";

const TITLE = document.title;
const nav = document.querySelector("#pages");
const pulse = document.querySelector("#pulse");
let leave = new AbortController();
let me = null;

addEventListener("hashchange", () => me && open());
const find = document.querySelector("#find");
bindEverywhere({
  f: ["到全部查找", searchField(find)],
  h: ["回到等我办的", () => { location.hash = "#/start"; }],
  u: ["返回上一页", () => history.back()],
});

async function begin(sentence) {
  leave.abort();
  whenEnded(null);
  me = null;
  nav.hidden = find.hidden = true;
  pulse.textContent = "";
  saidBefore();
  me = await enter(sentence, (one) => `${one.display_name}（${titles(one).join("、") || "没有职责"}）`);
  main.replaceChildren(el("p", { role: "status" }, "正在打开…"));
  return open();
}

const isMine = (page) => page.roles.some((role) => roles(me).includes(role));
const sections = () => SECTIONS.map((each) => ({ ...each, pages: each.pages.filter(isMine) })).filter((each) => each.pages.length);

// The page whose path the address begins with, and what follows it: the id of one row.
function addressed(mine) {
  const address = location.hash.replace(/^#\/?/, "").split("?")[0];
  const pages = [...mine.flatMap((section) => section.pages.map((page) => ({ section, page }))), { section: { id: "start" }, page: SEARCH }];
  const found = pages.filter(({ page }) => address === page.path || address.startsWith(`${page.path}/`)).sort((a, b) => b.page.path.length - a.page.path.length)[0];
  if (!address) return { ...pages[0], id: "" };
  return found ? { ...found, id: address.slice(found.page.path.length + 1) } : { section: { id: "start" }, page: { name: "打不开的链接", show: async () => (await import("./start/closed.js")).closed }, id: "" };
}

function drawNavigation(mine, now) {
  nav.hidden = find.hidden = false;
  nav.replaceChildren(...mine.map((section) =>
    el("section", { "aria-label": section.name },
      el("h2", {}, section.name),
      section.pages.map((page) => el("a", { href: `#/${page.path}`, "aria-current": page === now && "page", onclick: () => again(page) }, page.name))),
  ));
  const front = nav.querySelector("[aria-current]");
  if (front) nav.scrollLeft = front.offsetLeft - nav.clientWidth / 2; // on a telephone the pages are one line
}

// A page that is in front already is drawn anew.
const again = (page) => location.hash === `#/${page.path}` && open();

// Shows the page that the address names, and stays with it until the address changes.
async function open() {
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  const mine = sections();
  const { section, page, id } = addressed(mine);
  if (!page || !mine.length) return main.replaceChildren(el("p", { class: "fault", role: "alert" }, "您没有查看本后台的权限。有疑问请找管理员核对职责。"));
  drawNavigation(mine, page);
  pulse.textContent = "";
  saidBefore();
  document.title = `${page.name} · ${TITLE}`;
  try {
    const draw = (...parts) => {
      if (signal.aborted) return;
      main.dataset.section = section.id;
      put(main, parts);
    };
    const show = await (id && page.one ? page.one : page.show)();
    const stay = await show(draw, { id, me, signal, reopen: open, sections: mine });
    if (signal.aborted) return undefined;
    if (!backToRow(main)) {
      main.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    seen();
    return await stay?.();
  } catch (refusal) {
    if (signal.aborted) return undefined;
    return failed(refusal, begin, open);
  }
}

begin();
