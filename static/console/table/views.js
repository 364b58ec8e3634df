// Views that somebody keeps of a list: its filters, order and columns under a name.
import { ask, change, send } from "../shell/api.js";
import { showDialog } from "../shell/dialogs.js";
import { el } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";

export const viewsButton = (page, settings) => el("button", { type: "button", onclick: () => show(page, settings) }, "视图");

async function show(page, settings) {
  const list = el("ul", { class: "plain views" });
  const fault = el("p", { class: "fault", role: "alert" });
  const close = el("button", { value: "close" }, "关闭");
  const dialog = el("dialog", { "aria-labelledby": "views-title" },
    el("h2", { id: "views-title" }, "视图"),
    el("p", { class: "soft" }, "把现在的筛选、顺序和列存成一个名字，下次一点就到。"),
    fault, list,
    el("form", { method: "dialog", class: "moves" }, el("button", { type: "button", class: "first", onclick: () => keep() }, "存下现在的样子"), close));
  const keep = () => {
    dialog.close();
    askIn("存为视图", { fields: [{ name: "name", label: "名字", required: true, max: "20" }], note: "和已有的重名就替换它。", send: ({ name }) => change("/desk/views", { page, name, settings: settings() }) });
  };
  const open = (view) => { dialog.close(); location.hash = `#/${page}?${view.settings}`; };
  const drop = async (view) => {
    try {
      await send(`/desk/views/${view.id}`, { method: "DELETE" });
      await fill();
    } catch (refusal) { fault.textContent = refusal.message; }
  };
  const line = (view) => el("li", {}, el("button", { type: "button", class: "wide", onclick: () => open(view) }, view.name), el("button", { type: "button", "aria-label": `删除视图 ${view.name}`, onclick: () => drop(view) }, "删除"));
  const fill = async () => {
    const { items } = await ask(`/desk/views?page=${page}`);
    list.replaceChildren(...(items.length ? items.map(line) : [el("li", { class: "soft" }, "还没有存过。")]));
  };
  showDialog(dialog);
  await fill().catch((refusal) => { fault.textContent = refusal.message; });
}
