// Trying a reform: write it, watch it run, see what it does.
import { ask } from "../shell/api.js";
import { el, put } from "../shell/dom.js";
import { outcome, STATES } from "./outcome.js";
import { reformForm } from "./reform.js";

const LOOK_EVERY = 1000;

export async function reforms(draw, { signal }) {
  const runs = el("ul", { class: "runs" });
  const told = el("div", { role: "status" });
  const shown = el("section", { class: "sheet", "aria-labelledby": "outcome-title" }, el("h2", { id: "outcome-title" }, "结果"), el("p", {}, "写好要改的数字，点“开始试算”。"));
  const desk = { runs, shown, told, watched: null, signal };
  await list(desk);
  const form = await reformForm((simulation) => watch(desk, simulation.id));
  const before = el("section", { class: "sheet", "aria-labelledby": "runs-title" }, el("h2", { id: "runs-title" }, "做过的试算"), runs);
  draw(
    el("h1", {}, "福利改革试算"),
    el("div", { class: "trial" }, el("div", { class: "stack" }, form, before), el("div", { class: "stack" }, told, shown)),
  );
}

async function list(desk) {
  const { items } = await ask("/welfare/simulations?limit=10");
  const rows = items.map((item) => {
    const button = el("button", { type: "button", "aria-current": item.id === desk.watched && "true" }, item.title, el("span", { class: "soft" }, STATES[item.state]));
    button.addEventListener("click", () => watch(desk, item.id));
    return el("li", {}, button);
  });
  put(desk.runs, rows.length ? rows : el("li", {}, "还没有。"));
}

// Follows one simulation until it has ended, or until another is looked at.
async function watch(desk, id) {
  desk.watched = id;
  desk.shown.scrollIntoView({ block: "nearest" });
  let state = null;
  while (desk.watched === id && !desk.signal.aborted) {
    try {
      const simulation = await ask(`/welfare/simulations/${id}`);
      if (desk.watched !== id || desk.signal.aborted) return;
      put(desk.shown, outcome(simulation));
      if (simulation.state !== state) {
        state = simulation.state;
        desk.told.textContent = state === "done" ? "算完了，结果在下面。" : "";
        await list(desk);
      }
      if (state === "done" || state === "failed") return;
    } catch (refusal) {
      if (refusal.status === 401 || refusal.status === 403) return location.reload();
      desk.told.textContent = refusal.message;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}
