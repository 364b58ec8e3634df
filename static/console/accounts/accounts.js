// Everybody's accounts: found, appointed, and one of them with all that can be done about it.
import { ask, change } from "../shell/api.js";
import { el, facts, moment, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { field, select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { KINDS, dutyWords, opened, roles, secondFactor, shownOnce, state } from "./pieces.js";
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
      { name: "password", label: "初始密码", kind: "line", required: true, max: "200", note: "至少10位，大小写字母、数字、符号要有三种；本人第一次登录时必须换成自己的" },
      ...dutyFields(table, places),
    ],
    button: "建立",
    send: async ({ username, display_name, password, ...duty }) => {
      const made = await change("/staff", { username, display_name, password, duties: [duty] });
      shownOnce(`${made.display_name}的动态码`, secondFactor(made));
      done();
    },
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
  const act = (path, body) => change(`/staff/${id}/${path}`, body);
  const put = (duties) => ask(`/staff/${id}/duties`, { method: "PUT", body: { duties } });
  const sure = (title, note, path, then = reopen) => askIn(title, { note, button: title, send: async () => then(await act(path)) });
  const moves = [
    found.disabled_at
      ? ["重新启用", () => sure("重新启用", "启用后要本人重新绑定微信。", "enable")]
      : ["停用", () => askIn("停用账号", { note: "停用后立即退出所有登录，并解除微信绑定。", fields: [{ name: "reason", label: "原因", kind: "line", required: true }], send: async (values) => { await act("disable", values); reopen(); } })],
    found.is_locked && ["解除锁定", () => sure("解除锁定", "让这个用户名重新可以从各处登录。", "unlock")],
    ["更换动态码", () => sure("更换动态码", "旧的动态码立即失效，并退出所有登录。", "second-factor", (shown) => shownOnce(`${found.display_name}的新动态码`, secondFactor(shown)))],
    ["重设密码", () => sure("重设密码", "旧密码立即失效，并退出所有登录。", "reset-password", (shown) => shownOnce("新密码", el("p", {}, "请念给本人听，让本人登录后自己改掉。关闭后不再显示。"), el("p", {}, el("code", {}, shown.password))))],
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
  const add = async () => askIn("增加职责", { fields: dutyFields(names, await placesByCode()), send: async (duty) => { await put([...found.duties, duty]); reopen(); } });
  const rows = found.duties.map((duty) => [dutyWords(duty, names), names[duty.role]?.desk_only ? "只在后台" : "后台和手机", el("button", { type: "button", onclick: () => remove(duty) }, "取消职责")]);
  return sheet("职责", rows.length ? table("职责", [{ text: "职责和范围" }, { text: "在哪里用" }, { text: "操作" }], rows) : el("p", {}, "没有职责。"), el("div", { class: "moves" }, el("button", { type: "button", onclick: add }, "增加职责")));
}
