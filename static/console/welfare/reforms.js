// Trying a reform: write it, watch it run, see what it does.
import { ask } from "../shell/api.js";
import { el, put } from "../shell/dom.js";
import { compared } from "./side-by-side.js";
import { outcome, STATES } from "./outcome.js";
import { reformForm } from "./reform.js";

const LOOK_EVERY = 1000;
const MOST_COMPARED = 4;

// `id` is the simulation that a link names; of several, joined by commas, the page sets them side by side.
export async function reforms(draw, { id = "", signal }) {
  if (id.includes(",")) return compared(draw, id.split(","));
  const runs = el("ul", { class: "runs" });
  const told = el("div", { role: "status" });
  const shown = el("section", { class: "sheet", "aria-labelledby": "outcome-title" }, el("h2", { id: "outcome-title" }, "结果"), el("p", {}, "写好要改的数字，点“开始试算”。"));
  const desk = { runs, shown, told, watched: null, signal, begun: (simulation) => watch(desk, simulation.id) };
  await list(desk);
  const form = await reformForm(desk.begun);
  const before = el("section", { class: "sheet", "aria-labelledby": "runs-title" }, el("h2", { id: "runs-title" }, "做过的试算"), runs, el("button", { type: "button", onclick: () => sideBySide(desk) }, "把勾选的并排比较"));
  draw(
    el("h1", {}, "福利改革试算"),
    el("div", { class: "trial" }, el("div", { class: "stack" }, form, before), el("div", { class: "stack" }, told, shown)),
  );
  if (id) watch(desk, id);
  return undefined;
}

function sideBySide({ runs, told }) {
  const chosen = [...runs.querySelectorAll("input:checked")].map(({ value }) => value);
  if (chosen.length < 2) told.textContent = "请勾选两个到四个算完的试算。";
  else location.hash = `#/welfare/reforms/${chosen.slice(0, MOST_COMPARED).join(",")}`;
}

async function list(desk) {
  const { items } = await ask("/welfare/simulations?limit=10");
  const rows = items.map((item) => {
    const button = el("button", { type: "button", "aria-current": item.id === desk.watched && "true" }, item.title, el("span", { class: "soft" }, STATES[item.state]));
    button.addEventListener("click", () => watch(desk, item.id));
    const tick = item.state === "done" && el("input", { type: "checkbox", value: item.id, "aria-label": `勾选${item.title}，用来并排比较` });
    return el("li", {}, tick, button);
  });
  put(desk.runs, rows.length ? rows : el("li", {}, "还没有。"));
}

// Follows one simulation until it has ended, or until another is looked at.
async function watch(desk, id) {
  desk.watched = id;
  history.replaceState(null, "", `#/welfare/reforms/${id}`);
  desk.shown.scrollIntoView({ block: "nearest" });
  let state = null;
  while (desk.watched === id && !desk.signal.aborted) {
    try {
      const simulation = await ask(`/welfare/simulations/${id}`);
      if (desk.watched !== id || desk.signal.aborted) return;
      put(desk.shown, outcome(simulation, desk.begun));
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
