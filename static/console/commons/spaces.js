// Which community somebody works for: found by name, opened for the duty at hand; and its words.
import { ask, change, query } from "../shell/api.js";
import { el, link, mark } from "../shell/dom.js";
import { field } from "../table/filters.js";
import { listing } from "../table/listing.js";

export const BASES = { residents: "居民", households: "每户一位", delegates: "居民代表", owners: "业主" };
export const KINDS = { self: "我们自己办", property: "物业办", department: "请部门办", rule: "立规矩" };
export const BALLOTS = { scheduled: "还没开始", open: "正在表决", counting: "等开票", closed: "已开票", cancelled: "已取消" };
export const COVENANTS = { owners: "管理规约", residents: "居民公约", promise: "文明公约" };
export const COVENANT_STATES = { draft: "草稿", signing: "正在签", filed: "已备案", returned: "退回修改", replaced: "已有新版" };
const LEVELS = { block: "不能这样写", review: "要人看", hint: "提醒" };
const SPACES = { community: "社区", estate: "小区", village: "城中村", building: "楼栋", alliance: "联合" };

export const columns = (...names) => names.map((text) => ({ text }));
export const button = (words, onclick, first) => el("button", { type: "button", class: first && "first", onclick }, words);
export const day = (words) => ({ name: "due_on", label: words, kind: "date", required: true });

// A page that finds a community and leads on to `path` with its id.
export const choosing = (title, note, path) => async (draw) => {
  const filters = el("form", { class: "bar" }, field("q", "名字里有"), el("button", {}, "找"));
  const row = (one) => [link(`#/${path}/${one.id}`, one.name), SPACES[one.kind], one.address, one.is_sample ? mark("示例") : ""];
  const list = listing({ path: "/commons/spaces", caption: "小区和社区", heads: ["名字", "是什么", "地址", ""], row, filters, none: "没有找到。" });
  await list.load();
  draw(el("h1", {}, title), el("p", {}, note), list.element);
};

// What the check found in a clause: by which article, and what is lawful instead.
export const found = (one) => el("p", {}, mark(LEVELS[one.level], "watch"), ` ${one.name}（${one.article}${one.article_confirmed === false ? "，条文待核" : ""}）。可以写成：${one.remedy}`);

// Sends what is put to a vote or published; words that the check doubts go to a second person, and wait for them.
export async function seenTwice(space, texts, send) {
  try {
    return await send();
  } catch (refusal) {
    if (!refusal.problem?.type?.endsWith("commons.doubtful_text")) throw refusal;
    await change("/commons/text-reviews", { space_id: space, texts: texts.filter(Boolean) });
    throw new Error(`${refusal.message} 已经请另一位同事在“小区议事”里看，看过以后您再提交一次。`);
  }
}

// All rows of a list that goes on page by page.
export async function all(path, asked = {}) {
  const rows = [];
  let cursor = null;
  do {
    const page = await ask(path + query({ ...asked, limit: 50, cursor }));
    rows.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return rows;
}
