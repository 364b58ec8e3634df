// Which columns of a list somebody wants to see: kept on this machine, and in the address for who is sent it.
import { el } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";

const KEPT = "weijiayuan.desk.columns.";

export function choosableColumns(page, columns, redraw) {
  const usual = columns.map((_column, at) => at).filter((at) => !columns[at].hidden);
  const idsOf = (places) => places.map((at) => columns[at].id).join(".");
  let at = usual;
  const from = (text) => {
    const places = (text || "").split(".").map((id) => columns.findIndex((column) => column.id === id)).filter((place) => place >= 0);
    if (places.length) at = places;
  };
  from(localStorage.getItem(KEPT + page));

  const choose = () => askIn("选择列", {
    fields: [{ name: "columns", label: "显示哪些列", kind: "many", options: Object.fromEntries(columns.filter((one) => one.text).map((one) => [one.id, one.text])), value: at.map((place) => columns[place].id) }],
    note: "第一列总在；只在这台电脑上生效，存成视图可以带走。",
    button: "就看这些",
    send: ({ columns: ids }) => {
      at = columns.map((_column, place) => place).filter((place) => place === 0 || ids.includes(columns[place].id) || !columns[place].text);
      localStorage.setItem(KEPT + page, idsOf(at));
      redraw();
    },
  });
  return {
    get at() { return at; },
    from,
    parameters: () => (idsOf(at) === idsOf(usual) ? [] : [["columns", idsOf(at)]]),
    button: el("button", { type: "button", onclick: choose }, "选列"),
  };
}
