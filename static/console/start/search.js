// One search over numbers, names and pages: what the duties of whoever asks can find, grouped.
import { ask } from "../shell/api.js";
import { el, link, sheet } from "../shell/dom.js";
import { roles } from "../shell/words.js";
import { FOUND } from "./sources.js";

const NUMBER = /^\d{6}-?[0-9A-Za-z]{6}$/;
const LEAST = 2;

export async function search(draw, { me, sections }) {
  const q = (new URLSearchParams(location.hash.split("?")[1]).get("q") || "").trim();
  const title = el("h1", {}, q ? `找“${q}”` : "查找");
  if (q.length < LEAST) return draw(title, el("p", {}, "请写两个字以上：编号、姓名、单位、小区，或者页面的名字。"));
  const mine = roles(me);
  const groups = await Promise.all(FOUND.filter((each) => each.roles.some((role) => mine.includes(role))).map((each) => look(each, q)));
  const matters = groups.find((group) => group.name === "事项");
  if (NUMBER.test(q) && matters?.lines.length === 1) return location.replace(matters.lines[0].href);
  const pages = pagesCalled(q, sections);
  const all = [...(pages.length ? [{ name: "页面", lines: pages }] : []), ...groups];
  const some = all.filter((group) => group.lines.length);
  return draw(title,
    some.length ? null : el("p", { role: "status" }, nothing(groups)),
    all.filter((group) => group.fault).map((group) => el("p", { class: "notice" }, `${group.name}暂时找不了：${group.fault}`)),
    el("div", { class: "parts" }, some.map((group) => sheet(`${group.name}（${group.lines.length}${group.more ? "+" : ""}）`, el("ul", { class: "plain found" }, group.lines.map(lineOf))))));
}

// What was looked through, so that nobody wonders; only matters are bound to days.
const nothing = (groups) => `没有找到。找过：${["页面", ...groups.filter((group) => !group.fault).map((group) => group.name)].join("、")}。编号要写全，也可以换个短一点的词${groups.some((group) => group.name === "事项") ? "；事项的内容只找最近90天的" : ""}。`;

async function look(source, q) {
  try {
    const page = await ask(source.path(q));
    return { name: source.name, lines: page.items.map(source.line), more: Boolean(page.next_cursor) };
  } catch (refusal) {
    if (!refusal.status || refusal.status === 401) throw refusal;
    return { name: source.name, lines: [], fault: refusal.status === 422 ? "" : refusal.message };
  }
}

const pagesCalled = (q, sections) => sections.flatMap((section) => section.pages.filter((page) => page.name.includes(q) || section.name.includes(q)).map((page) => ({ title: page.name, note: section.name, href: `#/${page.path}` })));

const lineOf = (line) => el("li", {}, link(line.href, line.title), line.note && el("span", { class: "soft line" }, line.note));

// The field in the head of every page.
export function searchField(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const q = form.elements.q.value.trim();
    if (q) location.hash = `#/search?q=${encodeURIComponent(q)}`;
    form.reset();
    form.elements.q.blur();
  });
  return () => form.elements.q.focus();
}
