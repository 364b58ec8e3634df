// The rulebook: versions, what a draft changes, its cases run here, a replay of last month, two persons to publish.
import { ask, change, query } from "../shell/api.js";
import { el, link, mark, moment, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { table } from "../table/grid.js";
import { listing } from "../table/listing.js";

const DESK = "/approvals/rulebooks";
const STATES = { proposed: "等第二人审定", published: "已发布", rejected: "没有通过" };
const DAY = 864e5;

const VERSIONS = [
  { id: "version", text: "版本", cell: (one) => link(`#/approvals/rulebooks/${one.id}`, one.version) },
  { id: "state", text: "状态", cell: (one) => mark(one.in_force ? "现行" : STATES[one.state], one.in_force ? "calm" : "watch") },
  { id: "reason", text: "为什么", cell: (one) => el("span", { class: "words" }, one.reason) },
  { id: "proposed", text: "提出", cell: (one) => moment(one.proposed_at) },
  { id: "published", text: "发布", cell: (one) => moment(one.published_at) },
];

export async function rulebooks(draw, { reopen, signal }) {
  const { in_force: now } = await ask(`${DESK}${query({ limit: 1 })}`);
  const list = listing({ path: DESK, caption: "版本，最近的在前", columns: VERSIONS, filters: el("form", { class: "bar" }), none: "还没有改过，用的是出厂规则。", signal });
  await list.load();
  draw(
    el("h1", {}, "光速办：规则包"),
    el("p", {}, `现行 ${now.version}（${now.sha256.slice(0, 12)}）。改规则要一个人提、另一个人审定。`),
    el("div", { class: "moves" },
      el("button", { type: "button", class: "first", onclick: () => edit(reopen) }, "提一个改动"),
      el("button", { type: "button", onclick: () => askIn("退回出厂规则", { fields: [why], send: async ({ reason }) => { await change(`${DESK}/shipped/rollback`, { reason }); await reopen(); } }) }, "退回出厂规则")),
    list.element,
  );
}

const why = { name: "reason", label: "为什么", kind: "words", required: true, max: "800" };

async function edit(reopen) {
  const { files } = await ask(`${DESK}/current/files`);
  const names = Object.fromEntries(Object.keys(files).map((name) => [name, name]));
  const choose = [{ name: "file", label: "改哪个文件", kind: "choice", options: names, required: true }];
  askIn("选一个文件", {
    fields: choose, button: "打开",
    send: async ({ file }) => { setTimeout(() => write(files, file, reopen)); },
  });
}

function write(files, file, reopen) {
  askIn(`改 ${file}`, {
    fields: [
      { name: "version", label: "新版本号", kind: "line", required: true },
      { name: "text", label: "内容", kind: "words", required: true, value: files[file], max: "400000" }, why,
    ],
    button: "提出",
    send: async ({ version, text, reason }) => {
      const head = file === "pack.yaml" ? text : files["pack.yaml"];
      const changed = { ...files, [file]: `${text}\n`, "pack.yaml": head.replace(/^version: .*$/m, `version: ${version}`) };
      await change(DESK, { files: changed, reason });
      await reopen();
    },
  });
}

export async function rulebook(draw, { id, me, reopen }) {
  const [{ items }, trial] = await Promise.all([ask(`${DESK}${query({ limit: 50 })}`), ask(`${DESK}/${id}/trial`)]);
  const one = items.find((each) => each.id === id);
  const head = me.duties.some(({ role }) => role === "registrar_head");
  const said = el("div", { role: "status" });
  const replay = async () => {
    const until = new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
    const since = new Date(Date.now() - 30 * DAY).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
    const { result } = await change("/approvals/replays", { pack: id, since, until });
    said.replaceChildren(el("div", {}, el("p", {}, `重放${since}到${until}的${result.decided}次决定，${result.otherwise}次会不同。`),
      result.otherwise ? table("会不同的", ["申请", "原来", "改后", "规则"].map((text) => ({ text })), result.applications.map((each) => [each.application, each.was, each.would, each.rules.join("、")])) : null));
  };
  const publish = () => askIn("同意发布", {
    fields: trial.loosens.length ? [{ name: "loosens", label: `看过了，${trial.loosens.length}处放宽是有意的`, kind: "tick", required: true }] : [],
    note: trial.loosens.length ? `这一版放宽了：${trial.loosens.join("；")}` : "",
    send: async ({ loosens }) => { await change(`${DESK}/${id}/approve`, { loosens: Boolean(loosens) }); await reopen(); },
  });
  const move = (words, path, fields = []) => el("button", { type: "button", onclick: () => askIn(words, { fields, send: async (values) => { await change(`${DESK}/${id}/${path}`, values); await reopen(); } }) }, words);
  draw(
    el("h1", {}, `规则包 ${one.version}`),
    el("p", {}, mark(one.in_force ? "现行" : STATES[one.state], "calm"), ` ${one.reason}`),
    el("div", { class: "moves" },
      el("button", { type: "button", class: "first", onclick: replay }, "重放上个月"),
      head && one.state === "proposed" && !one.mine ? el("button", { type: "button", onclick: publish }, "同意发布") : null,
      head && one.state === "proposed" ? move("不同意", "reject", [why]) : null,
      one.state === "published" && !one.in_force ? move("退回到这一版", "rollback", [why]) : null),
    one.mine && one.state === "proposed" ? el("p", { class: "notice" }, "这是您提的，要由另一位负责人审定。") : null,
    said,
    trial.loosens.length ? sheet("比现行的放宽了", el("ul", { class: "notice" }, trial.loosens.map((each) => el("li", {}, each)))) : null,
    sheet("和现行的不同", trial.differences.length ? el("ul", {}, trial.differences.map((each) => el("li", {}, each))) : el("p", {}, "没有不同。")),
    sheet(`案例：${trial.cases.length}个，错${trial.wrong}个`, table("", ["规则组", "案例", "应为", "实为"].map((text) => ({ text })), trial.cases.map((each) => [each.policy, each.name, each.expected, mark(each.said, each.right ? "calm" : "urgent")]))),
    trial.lint.length ? sheet("要留意的", el("ul", {}, trial.lint.map((each) => el("li", {}, each)))) : null,
  );
}
