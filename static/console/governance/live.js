// Keeps a page up to date by the stream of the ledger, and by asking every half minute where that fails.
import { ask, events } from "../shell/api.js";
import { moment } from "../shell/dom.js";

const ASK_EVERY = 30_000;

// Calls `show(overview)` until the page is left; `say` tells as of when. A session that ends is thrown.
export async function follow(show, say, signal) {
  const shown = async (overview) => {
    await show(overview);
    say(`实时 · 数据截至 ${moment(overview.as_of)}`);
  };
  while (!signal.aborted) {
    try {
      for await (const overview of events("/governance/stream", signal)) {
        if (overview) await shown(overview);
      }
    } catch (refusal) {
      if (signal.aborted) return;
      if (hasEnded(refusal)) throw refusal;
      await askAgain(shown, say, signal);
    }
  }
}

const hasEnded = (refusal) => refusal.status === 401 || refusal.status === 403;

async function askAgain(shown, say, signal) {
  say("实时连接不可用，每半分钟刷新一次");
  await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
  if (signal.aborted) return;
  try {
    await shown(await ask("/governance/overview", { signal }));
  } catch (refusal) {
    if (hasEnded(refusal)) throw refusal;
    say(refusal.message);
  }
}
