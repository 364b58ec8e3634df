// The way to a first owners' assembly: titles looked at once, totals entered by two, six stages, the application.
import { ask, change } from "../shell/api.js";
import { el, facts, mark, sheet } from "../shell/dom.js";
import { opened } from "../shell/files.js";
import { saved } from "../shell/sheets.js";
import { askIn, filled } from "../shell/forms.js";
import { all, button, choosing, columns } from "./spaces.js";
import { table } from "../table/grid.js";

export const spaces = choosing("首次业主大会", "核实联名、登记总数、一步一步走到成立。", "commons/foundings");

export async function foundings(draw, { id, reopen }) {
  const [space, [it]] = await Promise.all([ask(`/commons/spaces/${id}`), all("/commons/foundings", { space: id })]);
  if (!it) return draw(el("h1", {}, `${space.name}：首次业主大会`), el("p", {}, "还没有人发起。业主可以在手机上“我们小区”里发起联名。"));
  const path = `/commons/foundings/${it.id}`, { items: asked } = await ask(`${path}/co-signs`);
  const next = it.stages.find(({ stage }) => stage === it.stage + 1);
  return draw(
    el("h1", {}, `${space.name}：首次业主大会`),
    facts([["已核实的联名", `${it.persons}户，${it.area_m2}平方米`], ["小区一共", it.all ? `${it.all.heads}户，${it.all.area_m2}平方米` : it.totals_wait ? "一个人登记了，等第二个人登记一样的数" : "没有登记"], ["还差多少", it.text], ["依据", it.article]]),
    el("div", { class: "moves" },
      it.stage === 1 ? button("登记总数", () => totals(path, it, reopen)) : "",
      button("下载申请书（PDF）", () => saved(`${path}/application.pdf`, "首次业主大会筹备申请.pdf")),
      next ? button(`进入下一步：${next.name}`, () => askIn(`进入下一步：${next.name}`, { note: "“筹备组”和“成立备案”由街道办理，要写文号或名单。", fields: [{ name: "note", label: "说明（文号、名单公示情况）", kind: "words", max: "200" }], send: async (values) => { await change(`${path}/stage`, { ...filled(values), stage: next.stage }, { seen: it.version }); await reopen(); } }), true) : ""),
    sheet("走到哪一步", table("六步", columns("步骤", "哪天", "说明"), it.stages.map((one) => [one.stage === it.stage ? mark(one.name) : one.name, one.on, one.note]))),
    sheet("等核实的联名", asked.length ? table("两位都看过产权证明才算，照片随即删除", columns("房号", "自己填的面积", "证明", "到哪一步", "办理"), asked.map((one) => [one.unit, `${one.area_m2}平方米`, one.paper_id ? button("看照片", () => opened(one.paper_id)) : "没有上传", LOOKED[one.state], deciding(one, reopen)])) : el("p", {}, "没有。")),
  );
}

const totals = (path, it, reopen) => askIn("登记总数", {
  note: "两个人各登记一次，一样才算。提交以后不能再改。", fields: [{ name: "heads", label: "业主人数（户）", kind: "number", min: "1", required: true }, { name: "area_m2", label: "专有部分总面积（平方米）", kind: "line", required: true, max: "14" }],
  send: async (body) => { await ask(`${path}/totals`, { method: "PUT", seen: it.version, body }); await reopen(); },
});

// Two people read the title; the area that both read counts, not the one that was claimed.
function deciding(one, reopen) {
  const decide = (title, verified, note, fields) => button(title, () => askIn(`${title} ${one.unit}`, { note, fields, send: async (values) => { await change(`/commons/co-signs/${one.id}/decide`, { ...filled(values), verified }, { seen: one.version }); await reopen(); } }));
  const area = { name: "area_m2", label: "证件上的面积（平方米）", kind: "line", required: true, max: "14" };
  const paper = [{ name: "evidence", label: "看了哪种证件", kind: "choice", options: TITLES }, { name: "reference", label: "证件或合同的编号", kind: "line", required: true, max: "60" }];
  const note = one.state === "seen" ? "前一位已看过。您读到的面积和编号一样才核实。您就是前一位、录错了的，在这里重录。" : "您看过以后，还要另一位再看一次。以证件上的面积为准。";
  return el("span", {}, one.is_large ? mark("面积比平均大得多，请仔细看", "watch") : "", " ", decide("看过证件", true, note, one.paper_id ? [area] : [...paper, area]), " ", decide("不核实", false, "", [{ name: "reason", label: "理由", kind: "words", required: true, max: "200" }]));
}

const TITLES = { title_certificate: "不动产权证", register_extract: "不动产登记查询单", purchase_contract: "购房合同" };
const LOOKED = { asked: "等第一位看", seen: "等第二位看" };
