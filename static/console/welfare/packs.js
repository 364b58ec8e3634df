// Publishing the rules: what waits for a second officer, what was published, and a change to propose.
import { ask } from "../shell/api.js";
import { el, link, mark, moment, put, sheet } from "../shell/dom.js";
import { select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { askIn, filled } from "../shell/forms.js";
import { KINDS, STATES, verbatim, written } from "./proposal.js";
import { table } from "../table/grid.js";

const RUNS = { in_force: "现行", to_begin: "还没到施行日", past: "施行过", called_off: "已撤下，没有施行" };
const LEAST = 4;
const today = () => new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
const HEADS = ["提案", "版本", "状态", "理由", "从哪天起", "提出"];

export async function packs(draw, { reopen }) {
  const filters = el("form", { class: "bar" }, select("state", "状态", [["open", "等人审批"], ["", "全部"], ["approved", "已施行"], ["rejected", "已退回"], ["withdrawn", "已撤回"], ["outdated", "已过时"]]));
  const proposals = listing({ path: "/welfare/proposals", caption: "提案", heads: HEADS, filters, none: "没有等人审批的提案。", row: proposalRow });
  const [{ items }] = await Promise.all([ask("/welfare/packs?limit=50"), proposals.load()]);
  draw(
    el("h1", {}, "政策包发布"),
    el("p", {}, "一人提案，另一人审批：提案先过第二遍核对、案例、覆盖和版本检查；审批人看过差别和影响，才从施行日起生效。"),
    el("div", { class: "moves" }, el("button", { type: "button", class: "first", onclick: () => editing(draw, reopen) }, "提出修改")),
    proposals.element,
    published(items),
  );
}

function proposalRow({ id, kind, version, state, reason, in_force_on: from, proposed_at: at, by_name: by }) {
  return [link(`#/welfare/packs/${id}`, KINDS[kind]), version, mark(STATES[state], state === "open" ? "urgent" : "calm"), reason, from, `${by || ""} ${moment(at)}`];
}

function published(items) {
  if (!items.length) return sheet("发布过的版本", el("p", {}, "还没有发布过：现行的是随产品发布的版本。"));
  const rows = items.map((item) => [
    item.version, [item.in_force_on, " ", mark(RUNS[item.state], item.state === "in_force" ? "good" : "calm")], `${item.approved_by_name || ""} ${moment(item.published_at)}`, item.reason,
    el("div", { class: "moves" }, el("button", { type: "button", onclick: () => saved(item) }, "下载文件"), item.state === "to_begin" && el("button", { type: "button", onclick: () => callOff(item) }, "不再施行"), item.state === "past" && el("button", { type: "button", onclick: () => back(item) }, "退回这一版")),
  ]);
  return sheet("发布过的版本", table("发布过的版本，新的在前", ["版本", "施行日", "发布", "理由", "可以做的"].map((text) => ({ text })), rows));
}

function callOff({ id, version, in_force_on: day }) {
  askIn(`${version} 不再施行`, {
    note: `它原定 ${day} 施行；撤下也要另一位政策专员审批，现行的不变。`,
    fields: [{ name: "reason", label: "为什么撤下", kind: "words", required: true, max: "500" }],
    button: "提出撤下",
    send: async (values) => open(await ask(`/welfare/packs/${id}/call-off`, { method: "POST", keyed: true, body: filled(values) })),
  });
}

async function saved({ id, version }) {
  const found = await ask(`/welfare/packs/${id}/files`);
  const address = URL.createObjectURL(new Blob([JSON.stringify(found.files, null, 1)], { type: "application/json" }));
  el("a", { href: address, download: `policy-pack-${version}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function back({ id, version }) {
  askIn(`退回 ${version}`, {
    note: "退回也要另一位政策专员审批；现在施行的版本不会丢。",
    fields: [{ name: "reason", label: "为什么退回", kind: "words", required: true, max: "500" }],
    button: "提出退回",
    send: async (values) => open(await ask(`/welfare/packs/${id}/rollback`, { method: "POST", keyed: true, body: filled(values) })),
  });
}

const open = ({ id }) => { location.hash = `#/welfare/packs/${id}`; };

// The pack in force as texts: changed here, checked, and proposed as a whole.
async function editing(draw, reopen) {
  const { files, version } = await ask("/welfare/packs/current/files");
  const changed = new Map();
  const names = Object.keys(files);
  const choice = el("select", { id: "file" }, names.map((name) => el("option", { value: name }, name)));
  const text = el("textarea", { id: "text", rows: "24", spellcheck: "false", class: "source" });
  const list = el("p", { class: "soft", role: "status" }, "还没有改动。");
  const found = el("div", { role: "alert" });
  const reason = el("input", { id: "reason", maxlength: "500", required: true });
  const from = el("input", { id: "from", type: "date", min: today() });
  const isReasoned = () => {
    reason.setCustomValidity(reason.value.trim().length < LEAST ? `至少写${LEAST}个字` : "");
    return reason.reportValidity() && from.reportValidity();
  };
  const show = () => { text.value = changed.get(choice.value) ?? files[choice.value]; };
  choice.addEventListener("change", show);
  text.addEventListener("input", () => {
    if (text.value === files[choice.value]) changed.delete(choice.value);
    else changed.set(choice.value, text.value);
    list.textContent = changed.size ? `改动了：${[...changed.keys()].join("、")}` : "还没有改动。";
  });
  choice.value = names.includes("pack.yaml") ? "pack.yaml" : names[0];
  show();
  const whole = () => ({ ...files, ...Object.fromEntries(changed) });
  const act = (label, doing, { kind = "", ready = () => true } = {}) => {
    const button = el("button", { type: "button", class: kind }, label);
    button.addEventListener("click", async () => {
      if (!ready()) return;
      button.disabled = true;
      put(found, el("p", {}, "正在开始检查……"));
      try {
        put(found, await doing());
      } catch (refusal) {
        put(found, refused(refusal));
      }
      button.disabled = false;
    });
    return button;
  };
  const check = act("检查", async () => told(await checked(whole(), found)));
  const propose = act("提案", async () => {
    await checked(whole(), found);
    const body = filled({ files: whole(), reason: reason.value.trim(), in_force_on: from.value });
    open(await ask("/welfare/proposals", { method: "POST", keyed: true, body }));
    return [];
  }, { kind: "first", ready: isReasoned });
  draw(
    el("p", {}, el("button", { type: "button", onclick: reopen }, "‹ 回到政策包发布")),
    el("h1", {}, "提出修改"),
    el("p", {}, `从现行的 ${version} 改起。数字改了，second_reading.yaml 要由第二个人按来源再写一遍，案例要跟着改，pack.yaml 里的 version 要升高。`),
    el("section", { class: "sheet", "aria-label": "修改" },
      el("label", { for: "file" }, "文件"), choice, el("label", { for: "text" }, "内容"), text, list,
      el("label", { for: "reason" }, "为什么改（必填）"), reason, el("label", { for: "from" }, "从哪天起施行（不填就是获批当天）"), from,
      el("div", { class: "moves" }, check, propose, last() && el("button", { type: "button", onclick: () => resumed(found) }, "看上一次检查")), found),
  );
}

// A check is long work: it goes on in the background, and its number finds it again after the page was left.
async function checked(files, at) {
  const begun = await ask("/welfare/packs/checks", { method: "POST", keyed: true, body: { files } });
  remember(begun.id);
  return followed(begun, at);
}

async function followed(check, at) {
  let now = check;
  while (now.state === "waiting" || now.state === "running") {
    const said = now.state === "waiting" ? "排队等检查" : "正在检查";
    put(at, el("p", {}, `${said}，${now.percent}%。要一两分钟；离开这一页也会做完，回来能接着看。`), el("progress", { max: 100, value: now.percent, "aria-label": "检查进度" }));
    await new Promise((rested) => setTimeout(rested, 1000));
    now = await ask(`/welfare/packs/checks/${now.id}`);
  }
  if (now.state === "failed" || now.findings.length) throw Object.assign(new Error(now.trouble), { problem: now });
  return now.passed;
}

const LAST = "welfare-check";
const remember = (id) => sessionStorage.setItem(LAST, id);
const last = () => sessionStorage.getItem(LAST);

// What the last check of this sitting found, wherever one has been since.
async function resumed(at) {
  try {
    put(at, told(await followed(await ask(`/welfare/packs/checks/${last()}`), at)));
  } catch (refusal) {
    put(at, refused(refusal));
  }
}

function told({ findings, differences, changes }) {
  return [el("p", {}, "检查通过，可以提案。"), differences.length ? verbatim("差别", differences) : "", findings.length ? verbatim("请留意", findings) : "", written(changes)];
}

function refused({ message, problem }) {
  const texts = [...(problem?.findings || []).map(({ text }) => text), ...Object.values(problem?.fields || {}).flat()];
  return [el("p", { class: "fault" }, texts.length ? `没有通过，有${texts.length}处：` : message), texts.length ? verbatim("要改的地方", texts) : ""];
}
