// The first page: what waits for me by when it is due, how much of it there is, and where else I may go.
import { ask } from "../shell/api.js";
import { el, link, mark, sheet } from "../shell/dom.js";
import { roles } from "../shell/words.js";
import { grid } from "../table/grid.js";
import { browsing, remembered } from "../table/browsing.js";
import { until } from "../events/due.js";
import { GLANCES } from "./glances.js";
import { WAITING } from "./sources.js";

const LOOKED_AT = 20;
const SHOWN = 40;

export async function waiting(draw, { me, signal, sections }) {
  const mine = roles(me);
  const sources = WAITING.filter((source) => (source.only || source.roles).some((role) => mine.includes(role)));
  const [found, glances] = await Promise.all([
    Promise.all(sources.map(read)),
    Promise.all(GLANCES.filter((glance) => glance.roles.some((role) => mine.includes(role))).map(glanced)),
  ]);
  const lines = found.flatMap(({ source, lines: some }) => some.map((line) => ({ ...line, of: source.name })));
  lines.sort(sooner);
  draw(
    el("h1", {}, "等我办的"),
    el("p", { class: "soft" }, today()),
    failed(found),
    tiles(found),
    todo(lines, signal),
    glances,
    !lines.length && pagesOf(sections),
  );
}

async function read(source) {
  try {
    const [page, turns] = await Promise.all([
      ask(source.whole ? source.path : `${source.path}${source.path.includes("?") ? "&" : "?"}limit=${LOOKED_AT}`),
      source.counts ? ask(source.counts) : null,
    ]);
    return { source, lines: page.items.map(source.line).filter(Boolean), more: Boolean(page.next_cursor), turns: turns?.items };
  } catch (refusal) {
    if (refusal.status === undefined || refusal.status === 401) throw refusal;
    return { source, lines: [], refusal };
  }
}

// What a duty looks at besides; what cannot be had is left out, as nothing waits there.
async function glanced({ name, path, tiles: numbers, lines }) {
  const answer = await ask(typeof path === "function" ? path() : path).catch((refusal) => { if (refusal.status === 401) throw refusal; });
  if (!answer) return null;
  const some = lines ? lines(answer) : [];
  return sheet(name,
    numbers && el("ul", { class: "tiles" }, numbers(answer).map(([n, text, href]) => el("li", {}, el("a", { href }, el("b", {}, n), text)))),
    some.length > 0 && el("ul", { class: "plain found" }, some.map((line) => el("li", {}, link(line.href, line.title), el("span", { class: "soft line" }, line.note)))),
    !numbers && !some.length && el("p", { class: "soft" }, "还没有。"));
}

// The pages of one's duties by their section, as they stand on the left.
const pagesOf = (sections) => sheet("我能开的页面", el("dl", { class: "facts" }, sections.filter(({ id }) => id !== "start").map((section) => [el("dt", {}, section.name), el("dd", {}, el("span", { class: "marks" }, section.pages.map((page) => link(`#/${page.path}`, page.name))))])));

// Where somebody may be in danger first, then urgent ones, then by when they are due; what has no time comes last.
function sooner(one, other) {
  const rank = (line) => (line.danger ? -1 : line.urgent ? 0 : line.due ? 1 : 2);
  return rank(one) - rank(other) || (one.due && other.due ? new Date(one.due) - new Date(other.due) : 0);
}

const today = () => new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "long", day: "numeric", weekday: "long" }).format(new Date());

function failed(found) {
  const names = found.filter((each) => each.refusal).map((each) => `${each.source.name}（${each.refusal.message}）`);
  return names.length > 0 && el("p", { class: "notice", role: "status" }, `这些暂时取不到：${names.join("、")}。下面的可能不全。`);
}

// A number for each kind of work, each the way to its list; matters by their step.
function tiles(found) {
  const some = found.flatMap(({ source, lines, more, turns }) => (turns ? turns.map(ofTurn) : [{ name: source.name, n: lines.length, more, late: lines.filter(isLate).length, page: source.page }])).filter((tile) => tile.n > 0);
  return some.length > 0 && el("ul", { class: "tiles", "aria-label": "各有多少" }, some.map((tile) => el("li", { class: tile.late > 0 && "alarm" },
    el("a", { href: `#/${tile.page}` }, el("b", {}, `${tile.n}${tile.more ? "+" : ""}`), tile.name, tile.late > 0 && el("span", { class: "late line" }, `${tile.late}件超期`)))));
}

const ofTurn = (turn) => ({ name: turn.state_text, n: turn.n, late: turn.late, page: `matters?mine=true&state=${turn.state}` });
const isLate = (line) => line.due && new Date(line.due) < new Date();

// A number is read in one piece.
const whole = (title) => title.split(/(\b\d{6}-\w{6}\b)/).map((part, at) => (at % 2 ? el("span", { class: "piece" }, part) : part));

function todo(lines, signal) {
  if (!lines.length) return sheet("先办这些", el("div", { class: "empty" }, el("p", {}, "没有等您办的。新来的会出现在这里；下面是最近的情况和您的各页。")));
  const rows = lines.slice(0, SHOWN).map((line) => ({ key: line.href, cells: [
    el("span", {}, line.danger ? [mark("有危险", "urgent"), " "] : line.urgent && [mark("先办", "urgent"), " "], el("a", { href: line.href }, whole(line.title))),
    line.due ? until(line.due) : "没有期限",
    line.of,
    el("span", { class: "words" }, line.note),
  ] }));
  const table = grid({ caption: "按期限排，超期的在前", columns: [{ text: "哪一件" }, { text: "期限" }, { text: "哪一类" }, { text: "情况" }], rows });
  const filters = el("form");
  browsing({ page: "start", body: table, filters, more: el("button", { hidden: true }), signal });
  remembered("start", table);
  return sheet("先办这些", table, lines.length > SHOWN && el("p", { class: "soft" }, `还有${lines.length - SHOWN}件，从上面的数字进去看。`));
}
