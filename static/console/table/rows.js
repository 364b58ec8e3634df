// The rows of a list as they come in, page by page, and the order in which they stand.
import { ask, query } from "../shell/api.js";
import { compared, wordsOf } from "./words.js";

const A_PAGE = 50;
const MOST = 1000;

// `cellsOf(item)` gives the cells of a row; `sort` is what the service is asked for, where it can sort.
// A list that the service gives in one piece is narrowed here: `keeps(item, asked)` says which rows stay.
export function rowsOf({ path, filters, cellsOf, keeps }) {
  let cursor = null;
  let rows = [];
  let sort = null;

  async function page(after) {
    const given = Object.fromEntries(new FormData(filters));
    const found = await ask(keeps ? path : path + query({ ...given, ...(sort && { sort }), limit: A_PAGE, cursor: after }));
    const items = keeps ? found.items.filter((item) => keeps(item, given)) : found.items;
    cursor = found.next_cursor ?? null;
    rows = [...(after ? rows : []), ...items.map(rowOf)];
  }

  const rowOf = (item) => {
    const cells = cellsOf(item);
    return { item, key: item.id ?? item.number, cells, words: cells.map(wordsOf) };
  };

  async function everything() {
    while (cursor && rows.length < MOST) await page(cursor);
  }

  return {
    get all() { return rows; },
    get hasMore() { return cursor !== null; },
    begin: (asked) => { sort = asked; return page(null); },
    more: () => page(cursor),
    everything,
    // Sorts here what the service does not: for that it has to be there.
    async order(at, descending) {
      await everything();
      rows.sort((a, b) => compared(a.words[at], b.words[at], descending));
    },
  };
}
