// Everybody's accounts: found, appointed, and one of them with all that can be done about it.
import { ask, change } from "../shell/api.js";
import { el, facts, moment, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { field, select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { KINDS, OTP, dutyWords, opened, roles, state } from "./pieces.js";
import { askForTwo, showHalf } from "./requests.js";
import { table } from "../table/grid.js";

export async function accounts(draw, { reopen }) {
  const table = await roles();
  const names = Object.values(table).map((each) => [each.role, each.name]);
  const filters = el(
    "form",
    { class: "bar", role: "search" },
    field("q", "姓名或用户名"),
    select("role", "职责", [["", "全部"], ...names]),
    select("state", "状态", [["", "全部"], ["able", "在用"], ["disabled", "已停用"]]),
    el("button", {}, "查找"),
  );
  const list = listing({
    path: "/staff", caption: "工作人员账号", heads: ["姓名", "用户名", "职责", "状态", "最近使用"], filters, none: "没有这样的账号。",
    row: (each) => [opened(each), each.username, each.duties.map((duty) => dutyWords(duty, table)).join("、") || "没有职责", state(each), moment(each.last_seen_at)],
  });
  draw(
    el("h1", {}, "账号和职责"),
    el("div", { class: "moves" }, el("button", { type: "button", class: "first", onclick: () => appoint(table, reopen) }, "新建账号")),
    list.element,
  );
  await list.load();
}

const dutyFields = (table, places) => [
  { name: "role", label: "职责", kind: "choice", options: Object.fromEntries(Object.values(table).map((each) => [each.role, each.desk_only ? `${each.name}（只能在后台用）` : each.name])), required: true },
  { name: "territory_kind", label: "范围", kind: "choice", options: KINDS, required: true },
  { name: "territory_code", label: "范围代码", kind: "line", required: true, suggest: places, note: "写名字找代码；单位和场地填编号" },
];

// Streets, communities and grids by code, so that nobody has to know the codes by heart.
async function placesByCode() {
  const levels = await Promise.all(["street", "community", "grid"].map((level) => ask(`/places/schematic?level=${level}`)));
  return Object.fromEntries(levels.flatMap(({ shapes }) => shapes.map(({ code, name }) => [code, name])));
}

async function appoint(table, done) {
  const places = await placesByCode();
  askIn("新建账号", {
    fields: [
      { name: "username", label: "用户名", kind: "line", required: true, max: "60" },
      { name: "display_name", label: "姓名", kind: "line", required: true, max: "40" },
      ...dutyFields(table, places),
      OTP,
    ],
    note: "另一位系统管理员确认后，本人用启用码自己设密码和动态码。",
    button: "申请建立",
    send: async ({ username, display_name, otp, ...duty }) => showHalf(await change("/staff", { username, display_name, otp, duties: [duty] }), done),
  });
}

export async function account(draw, { id, me, reopen, signal }) {
  const [found, names] = await Promise.all([ask(`/staff/${id}`), roles()]);
  const looks = listing({
    path: "/governance/trail/looks", caption: "看过什么，最近的在前", heads: ["时间", "看了什么", "对象", "理由"], none: "没有看过别人的资料。", signal,
    filters: el("form", { class: "bar" }, el("input", { type: "hidden", name: "staff", value: id }), el("h2", {}, "看过什么")),
    row: (one) => [moment(one.at), one.action_text, one.subject_name, one.reason],
  });
  await looks.load();
  const act = (path, body) => change(`/staff/${id}/${path}`, body, { seen: found.version });
  const put = (duties, otp) => ask(`/staff/${id}/duties`, { method: "PUT", seen: found.version, body: { duties, otp } });
  const sure = (title, note, path) => askIn(title, { note, button: title, send: async () => { await act(path); reopen(); } });
  const two = (title, note, path) => askForTwo(title, note, `/staff/${id}/${path}`, reopen);
  const moves = [
    found.disabled_at
      ? ["重新启用", () => askIn("重新启用", { note: "启用后要本人重新绑定微信。有审批、督办这类职责的，要另一位系统管理员确认。", fields: [{ ...OTP, required: false, note: "要另一位确认时写" }], button: "重新启用", send: async (values) => { await act("enable", values); reopen(); } })]
      : found.id !== me.id && ["停用", () => askIn("停用账号", { note: "停用后立即退出所有登录，并解除微信绑定。", fields: [{ name: "reason", label: "原因", kind: "line", required: true }], send: async (values) => { await act("disable", values); reopen(); } })],
    found.is_locked && ["解除锁定", () => sure("解除锁定", "让这个用户名重新可以从各处登录。", "unlock")],
    ["更换动态码", () => two("更换动态码", "手机丢了、还记得密码时用。", "second-factor")],
    ["重设密码", () => two("重设密码", "忘了密码、动态码还在时用。", "reset-password")],
    ["都重设", () => two("密码和动态码都重设", "两样都没有了，或者启用码过期了时用。", "access")],
    found.is_linked && ["解除微信绑定", () => sure("解除微信绑定", "手机丢失或换人时使用。", "unlink")],
    ["退出所有登录", () => sure("退出所有登录", "包括手机上的值班。", "end-sessions")],
  ].filter(Boolean);
  draw(
    el("h1", {}, found.display_name),
    sheet("账号", facts([["用户名", found.username], ["状态", el("span", {}, state(found))], ["建立时间", moment(found.created_at)], ["最近使用", moment(found.last_seen_at)], ["停用时间", found.disabled_at && moment(found.disabled_at)]]),
      el("div", { class: "moves" }, moves.map(([words, press]) => el("button", { type: "button", onclick: press }, words))),
      found.id === me.id && el("p", { class: "soft" }, "这是您自己的账号。")),
    dutiesOf(found, names, put, reopen),
    looks.element,
  );
}

function dutiesOf(found, names, put, reopen) {
  const remove = (duty) => askIn("取消职责", { note: dutyWords(duty, names), button: "取消这项职责", send: async () => { await put(found.duties.filter((each) => each !== duty)); reopen(); } });
  const add = async () => askIn("增加职责", { note: "审批、督办、审计这类职责，要写动态码，并由另一位系统管理员在“双人确认”里确认后才有。", fields: [...dutyFields(names, await placesByCode()), { ...OTP, required: false }], send: async ({ otp, ...duty }) => { await put([...found.duties, duty], otp); reopen(); } });
  const rows = found.duties.map((duty) => [dutyWords(duty, names), names[duty.role]?.desk_only ? "只在后台" : "后台和手机", el("button", { type: "button", onclick: () => remove(duty) }, "取消职责")]);
  return sheet("职责", rows.length ? table("职责", [{ text: "职责和范围" }, { text: "在哪里用" }, { text: "操作" }], rows) : el("p", {}, "没有职责。"), el("div", { class: "moves" }, el("button", { type: "button", onclick: add }, "增加职责")));
}
