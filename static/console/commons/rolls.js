// Rolls of a community: read from a sheet, entered by one, put in force by a second; who speaks for a unit.
import { ask, change } from "../shell/api.js";
import { el, facts, mark, sheet } from "../shell/dom.js";
import { base64Of } from "../shell/sheets.js";
import { askIn, filled } from "../shell/forms.js";
import { BASES, all, button, choosing, columns } from "./spaces.js";
import { table } from "../table/grid.js";

const STATES = { draft: "等第二个人核对", in_force: "生效", replaced: "已有新版" };
const FIRST = 8;

export const spaces = choosing("名册", "谁算一户、占多少面积。一人录入，另一人核对以后生效。", "commons/rolls");

export async function rolls(draw, { id, reopen }) {
  const space = await ask(`/commons/spaces/${id}`);
  draw(
    el("h1", {}, `${space.name}：名册`),
    entering(id, reopen),
    ...(space.rolls.length ? space.rolls.map((one) => shown(one, reopen)) : [el("p", {}, "还没有名册。")]),
  );
}

function shown(one, reopen) {
  const confirm = () => askIn("核对无误，生效", { note: `${BASES[one.basis]}名册第${one.version}版：${one.heads}户（人），${one.area_m2}平方米。与登记簿核对过再点。原来的名册随即作废，核实过的住户不用重来；房号或买受人变了的，会通知原来的住户重新申请。`, fields: [{ name: "namesakes_differ", label: "有同名的业主：问过了，同名不同人", kind: "tick" }], send: async (values) => { await change(`/commons/rolls/${one.id}/confirm`, { namesakes_differ: Boolean(values.namesakes_differ) }); await reopen(); } });
  const list = el("div"), open = button("看每一户", async () => { open.hidden = true; list.replaceChildren(await members(one, reopen)); });
  return sheet(`${BASES[one.basis]}名册第${one.version}版`,
    facts([["到哪一步", STATES[one.state]], ["来源", one.source], ["截至", one.closes_on], ["户（人）", `${one.heads}`], ["面积", `${one.area_m2}平方米`], ["指纹", el("code", {}, one.digest)]]),
    el("div", { class: "moves" }, one.state === "draft" ? button("核对无误，生效", confirm, true) : "", open), list);
}

async function members(roll, reopen) {
  const rows = await all(`/commons/rolls/${roll.id}/members`);
  const send = (one, more) => async (values) => { await change(`/commons/rolls/${roll.id}/members/${one.number}/unverify`, { ...values, ...more }); await reopen(); };
  const reason = [{ name: "reason", label: "理由", kind: "words", required: true, max: "400" }];
  const free = (one) => button("不再由他代表", () => askIn("不再由这个账号代表", { note: `${one.units.join("、")}。${one.release_asked ? "另一位已提出，您核对后生效。" : "要另一位同事核对后才生效。"}会告诉他理由；他投过的票、说过的不同意不变。`, fields: reason, send: send(one, {}) }));
  const keep = (one) => (one.release_asked ? button("还由他代表", () => askIn("还由这个账号代表", { fields: reason, send: send(one, { keep: true }) })) : "");
  return table("按户号", [{ text: "户号", number: true }, { text: "房号" }, { text: "面积", number: true }, { text: "说明" }, { text: "核实" }, { text: "" }],
    rows.map((one) => [one.number, one.units.join("、"), one.area_m2, one.is_developer ? mark("开发商") : one.is_delegate ? mark("居民代表") : "", one.verified ? `${one.verified_on || ""}${one.release_asked ? "，有人提出不再由他代表" : ""}` : "没有", one.verified && roll.state === "in_force" ? el("span", {}, free(one), " ", keep(one)) : ""]));
}

// First the sheet is read and nothing is kept; only a sheet without faults can be entered.
function entering(space, reopen) {
  const file = el("input", { id: "roll-file", type: "file", accept: ".xlsx,.csv,.txt" }), result = el("div", { role: "status" });
  const read = async (event) => {
    event.preventDefault();
    result.replaceChildren();
    try {
      if (!file.files.length) throw new Error("请先选择文件");
      const found = await ask("/commons/rolls/sheets", { method: "POST", body: { file: await base64Of(file.files[0]) } });
      result.replaceChildren(...told(found, space, reopen));
    } catch (fault) { result.replaceChildren(el("p", { class: "fault" }, fault.message)); }
  };
  return sheet("录入新的一版",
    el("p", {}, "表头：房号、面积、业主、买受人编号、未售、代表。买受人编号（登记簿上的编号或证件号码）相同的几套并成一户；同名不并户，会请您核对。名字和编号都不保存。"),
    el("form", { class: "bar", onsubmit: read }, el("label", { for: "roll-file" }, "名册（Excel 或 CSV）", file), el("button", { class: "first" }, "先看一看")), result);
}

function told(found, space, reopen) {
  if (found.errors.length) return [table("要改的地方", [{ text: "行", number: true }, { text: "列" }, { text: "问题" }], found.errors.map((one) => [one.row, one.column, one.problem]))];
  const enter = () => askIn("录入这一版", {
    fields: [{ name: "basis", label: "哪一种名册", kind: "choice", options: BASES }, { name: "closes_on", label: "截至哪天", kind: "date", required: true }, { name: "source", label: "从哪里来（如不动产登记簿）", kind: "line", required: true, max: "120" }],
    send: async (values) => { await change(`/commons/spaces/${space}/rolls`, { ...filled(values), rows: found.rows }); await reopen(); },
  });
  return [
    el("p", {}, `读到${found.rows.length}套，合成${found.heads}户。`),
    found.namesakes.length ? el("p", { class: "fault" }, `这些房号的业主同名，没有编号，各算一户：${found.namesakes.map((one) => one.join("、")).join("；")}。是同一个人的，请在表上写同一个买受人编号再读。`) : "",
    table(`前${Math.min(FIRST, found.rows.length)}行`, columns("房号", "面积", "买受人编号", "未售", "代表"), found.rows.slice(0, FIRST).map((one) => [one.unit, one.area_m2, one.buyer ? "有" : "", one.unsold ? "是" : "", one.delegate ? "是" : ""])),
    el("div", { class: "moves" }, button("录入这一版", enter, true)),
  ];
}
