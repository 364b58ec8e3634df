// The desk of a community: for people without a telephone, for what waits to be read, for paper ballots and meetings.
import { ask, change } from "../shell/api.js";
import { el, facts, link, mark, moment, sheet } from "../shell/dom.js";
import { opened } from "../shell/files.js";
import { askIn, filled } from "../shell/forms.js";
import { BALLOTS, BASES, all, button, choosing, columns, found, seenTwice } from "./spaces.js";
import { meeting } from "./meeting.js";
import { table } from "../table/grid.js";

const TOPICS = { fix: "要修要办", rule: "要立规矩", money: "要用钱", quarrel: "有争执" };
const MEETINGS = { parlour: "八点钟会客厅", deliberation: "协商会", residents: "居民会议", delegates: "居民代表会议", owners: "业主大会" };
const STATES = { noticed: "已通知", minuted: "记录待确认", confirmed: "记录已确认，可公示", published: "已公示", cancelled: "已取消" };
const CHOICES = { yes: "同意", no: "不同意", abstain: "弃权", invalid: "废票" };
const HELD = { danger: "有人可能有危险，请马上看、打电话", private: "有电话、证件号或车牌", someone_named: "像是点了某人的名", elections_and_party: "涉及选举、党务或上访", maybe_unlawful: "要的事可能不合法" };
const SAID = "commons-said";
const line = (name, label, max, required = false) => ({ name, label, kind: "line", max, required });
const words = (name, label, max, required = false) => ({ name, label, kind: "words", max, required });

export const spaces = choosing("小区议事", "替不用手机的人提议题、录纸票，召集会议，核实住户。", "commons/desk");

export async function desk(draw, { id, reopen }) {
  const [space, , inside] = id.split("/");
  if (inside) return meeting(draw, { space, id: inside, reopen });
  const it = await ask(`/commons/spaces/${space}`);
  const rolls = it.rolls.filter((one) => one.state === "in_force");
  const [demands, heldDemands, meetings, held, ballots, looks, requests] = await Promise.all([
    all("/commons/demands", { space }), all("/commons/demands/held", { space }),
    all("/commons/meetings", { space }), all(`/commons/spaces/${space}/held`), all("/commons/ballots", { space }), all("/commons/text-reviews", { space }),
    Promise.all(rolls.map((roll) => all(`/commons/rolls/${roll.id}/requests`))).then((found) => found.flat()),
  ]);
  const tallies = await Promise.all(ballots.map((one) => ask(`/commons/ballots/${one.id}/tally`)));
  const said = el("p", { role: "status", id: SAID });
  return draw(
    el("h1", {}, it.name),
    facts([["地址", it.address], ...rolls.map((one) => [`${BASES[one.basis]}名册`, `第${one.version}版，${one.heads}户或人`])]),
    el("div", { class: "moves" }, button("替人提议题", () => onBehalf(space, said), true), button("召集会议", () => calling(space, reopen))),
    said,
    ...asking(space, demands, heldDemands, reopen),
    ...looking(looks, reopen),
    sheet("会议", meetings.length ? table("最近召集的在前", columns("会议", "哪一种", "时间", "到哪一步"), meetings.map((one) => [link(`#/commons/desk/${space}/meetings/${one.id}`, one.title), MEETINGS[one.kind], moment(one.starts_at), STATES[one.state]])) : el("p", {}, "还没有召集过会议。")),
    sheet("等人看的议题", held.length ? table("看过没有问题，就让大家看到", columns("题目", "内容", "为什么等", "办理"), held.map((one) => [one.title, el("span", { class: "words" }, one.text), HELD[one.held_for] || one.held_for, button("让大家看到", () => askIn("让大家看到", { note: one.title, send: async () => { await change(`/commons/topics/${one.id}/release`); await reopen(); } }))])) : el("p", {}, "没有。")),
    sheet("核实住户", requests.length ? table("两位都看过证件才算，只记事实，不留证件", columns("哪一户", "留的话", "证明", "提出", "到哪一步", "办理"), requests.map((one) => [one.unit, el("span", { class: "words" }, one.note || ""), one.paper_id ? button("看照片", () => opened(one.paper_id)) : "没有", moment(one.created_at), LOOKED[one.state], deciding(one, reopen)])) : el("p", {}, "没有等核实的。")),
    sheet("表决和纸票", el("p", {}, "纸票由两个人各录一次，一样才算；不一样请一起核对原票。"), ballots.length ? table("最近的在前", columns("问题", "到哪一步", "已投", "办理"), ballots.map((one, at) => [one.question, `${BALLOTS[one.state]}，${moment(one.closes_at)}截止`, turnout(tallies[at].turnout), voting(one, reopen)])) : el("p", {}, "没有表决。")),
  );
}

// Whoever does not count sees heads in steps, and no more.
const turnout = (one) => (one.paper === null ? `至少${one.heads}户` : `${one.heads}户（纸票${one.paper}）`);

const onBehalf = (space, said) => askIn("替人提议题", {
  note: "照他说的写，写好念给他听。姓名密封保存，不公开。",
  fields: [line("name", "谁说的（姓名）", "40", true), { name: "kind", label: "哪一类", kind: "choice", options: TOPICS }, line("title", "题目", "60", true), words("text", "什么事", "2000", true), words("affected", "影响到谁", "400"), words("wish", "希望怎样", "400"), words("must_come", "要请谁来", "400")],
  send: async (values) => {
    const made = await change(`/commons/spaces/${space}/topics/on-behalf`, filled(values));
    said.textContent = made.state === "held" ? `已记下“${made.title}”，先请人看过再公开` : `已提出“${made.title}”`;
  },
});

// Words that the check doubts: whoever wrote them asks, a second person says whether they may be put or published.
function looking(looks, reopen) {
  const decide = (one, title, passed) => button(title, () => askIn(title, { note: one.text, fields: [words("words", "为什么", "400", true)], send: async (values) => { await change(`/commons/text-reviews/${one.id}/decide`, { ...values, passed }); await reopen(); } }));
  return looks.length ? [sheet("等另一位看的话", table("写的人自己不能看", columns("要表决或公开的话", "为什么拿不准", "办理"), looks.map((one) => [el("span", { class: "words" }, one.text), el("span", {}, one.findings.map(found)), el("span", {}, decide(one, "可以用", true), " ", decide(one, "不可以", false))])))] : [];
}

// Demands for a meeting: with as many as the law names, a meeting is owed.
function asking(space, demands, held, reopen) {
  const live = demands.filter((one) => one.state !== "called");
  if (!live.length && !held.length) return [];
  const release = (one) => button("让大家看到", () => askIn("让大家看到", { note: one.reason, send: async () => { await change(`/commons/demands/${one.id}/release`, {}, { seen: one.version }); await reopen(); } }));
  const refuse = (one) => button("不公开", () => askIn("不公开", { note: "理由会告诉提议的人，他可以改一改再提。", fields: [words("reason", "理由", "400", true)], send: async (values) => { await change(`/commons/demands/${one.id}/refuse`, values, { seen: one.version }); await reopen(); } }));
  const sign = (one) => button("替不用手机的人附议", () => askIn("替人附议", { note: "他在纸上签了名再录。两位各录一次才算；有账号的请他自己附议。", fields: [number("number", "户号")], send: async (values) => { await change(`/commons/demands/${one.id}/sign-at-desk`, values); await reopen(); } }));
  const call = (one) => button("召集这次会议", () => calling(space, reopen, one), true);
  return [sheet("有人提议开会", table("人数够了，依法应当召集", columns("要开什么会", "为什么", "多少人", "办理"), [
    ...live.map((one) => [MEETINGS[one.kind], el("span", { class: "words" }, one.reason), `${one.signatures}人，要${one.needed}人（${one.article}）。${one.text}`, el("span", {}, sign(one), " ", one.state === "reached" ? call(one) : "")]),
    ...held.map((one) => [MEETINGS[one.kind], el("span", { class: "words" }, one.reason), "先请您看过", el("span", {}, release(one), " ", refuse(one))]),
  ]))];
}

const calling = (space, reopen, demand) => askIn("召集会议", {
  note: "通知现在就发给名册上的人。通知期不够法律要求的天数，会告诉您最早哪天。",
  fields: [
    { name: "kind", label: "哪一种", kind: "choice", options: demand ? { [demand.kind]: MEETINGS[demand.kind] } : MEETINGS }, line("title", "名称", "80", true), line("called_by", "召集人（业主大会必填：业委会、筹备组或街道）", "60"),
    { name: "starts_at", label: "开始", kind: "moment", required: true }, { name: "ends_at", label: "结束", kind: "moment", required: true },
    line("place", "地点", "120", true), line("childcare", "孩子谁看", "200"), words("urgent_reason", "紧急的理由（只有居民会议可以缩短通知）", "400"),
  ],
  send: async ({ called_by: caller, ...values }) => {
    await seenTwice(space, [values.title, values.urgent_reason], () => change("/commons/meetings", filled({ ...values, space_id: space, called_by: caller ? [caller] : [], demand_id: demand?.id ?? null })));
    await reopen();
  },
});

// Two people see the paper: without a picture both choose which it is and type its number; only a digest is kept.
function deciding(one, reopen) {
  const decide = (title, verified, note, fields) => button(title, () => askIn(`${title} ${one.unit}`, { note, fields, send: async (values) => { await change(`/commons/requests/${one.id}/decide`, filled({ ...values, verified }), { seen: one.version }); await reopen(); } }));
  const seen = [{ name: "evidence", label: "看了哪种证件", kind: "choice", options: EVIDENCE }, line("reference", "证件或合同的编号", "60", true)];
  const note = one.state === "seen" ? "前一位已看过。您也看了原件或照片，一样才核实。您就是前一位、录错了的，在这里重录。" : "您看过以后，还要另一位同事再看一次才算核实。编号只留指纹。";
  return el("span", {}, one.disputes ? mark(one.turned_down ? "这一户已有账号；经手核实的一位已说不核实，另一位也说才退回" : "这一户已有账号，请先核对是谁") : decide("看过证件", true, note, one.paper_id ? [] : seen), " ", decide("不核实", false, "", [words("reason", "理由", "200", true)]));
}

const EVIDENCE = { title_certificate: "不动产权证", register_extract: "不动产登记查询单", purchase_contract: "购房合同", tenancy_contract: "租赁合同", residence_permit: "居住证或居住登记" };
const LOOKED = { asked: "等第一位看", seen: "等第二位看" };

// Slips are handed out while a secret ballot by heads is open and typed after it; named paper is typed while it is open.
function voting(one, reopen) {
  const path = `/commons/ballots/${one.id}`, named = one.secrecy === "named";
  const weighs = [...one.rule.meet, ...one.rule.pass].some(({ measure }) => measure === "area");
  const hand = () => askIn("发纸票", { note: "只发给没有账号的户；发出去就算这一户投了，交回来才能改用别的方式。", fields: [number("number", "户号")], send: async (values) => { await change(`${path}/paper/handed`, values); await reopen(); } });
  const back = () => askIn("收回纸票", { note: "纸票没有用、交回来了再点；这一户就还没有投。", fields: [number("number", "户号")], send: async (values) => { await change(`${path}/paper/returned`, values); await reopen(); } });
  const type = () => askIn("录纸票", {
    note: named ? "填名册上的户号。" : "填票上的编号。", fields: [number("key", named ? "户号" : "票号"), { name: "choice", label: "票上写的", kind: "choice", options: CHOICES }],
    send: async ({ key, choice }) => {
      const { agreed } = await change(`${path}/paper`, { key: String(key), choice });
      await reopen();
      document.getElementById(SAID).textContent = agreed ? `${key}号：两人录的一样，已计入` : `${key}号：已录，请另一位再录一次`;
    },
  });
  const close = () => askIn("开票", { note: "只有计票人可以开票，开了不能重来。", fields: [{ name: "leave_out_missing", label: "没有交回、没有由两人录入的纸票不算投票", kind: "tick" }], send: async (values) => { await change(`${path}/close`, values); await reopen(); } });
  return el("span", {},
    one.state === "open" && !named && !weighs ? el("span", {}, button("发纸票", hand), " ", button("收回纸票", back)) : "",
    (named ? one.state === "open" || one.state === "counting" : one.state === "counting" && !weighs) ? button("录纸票", type) : "",
    one.state === "counting" ? button("开票", close) : "");
}

const number = (name, label) => ({ name, label, kind: "number", min: "1", required: true });
