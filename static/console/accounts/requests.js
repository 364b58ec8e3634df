// What one administrator asked for and another confirms: the list, the two decisions, half of the code each.
import { ask, change } from "../shell/api.js";
import { el, mark, moment } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { OTP, dutyWords, roles, shownOnce } from "./pieces.js";

const KINDS = { appointment: "新建账号", duties: "增加职责", enabling: "重新启用", password: "重设密码", second_factor: "更换动态码", access: "密码和动态码都重设" };
const STATES = { waiting: "等另一位确认", accepted: "已确认", refused: "不同意", withdrawn: "已撤回", lapsed: "已过期" };

export const requestWords = (one, table) => [KINDS[one.kind], one.duties.map((duty) => dutyWords(duty, table)).join("、")].filter(Boolean).join("：");
const settled = (one) => [
  mark(STATES[one.state], one.state === "waiting" ? "watch" : undefined),
  one.decided_by && `${one.decided_by.display_name}（${moment(one.decided_at)}）`,
  one.reason,
  one.used_at && `本人已设好（${moment(one.used_at)}）`,
].filter(Boolean);

// Asks with a one-time code, and shows the asker's half once.
export function askForTwo(title, note, path, done, more = {}) {
  askIn(title, {
    note: `${note}要另一位系统管理员确认后才生效。`,
    fields: [OTP],
    button: title,
    send: async (values) => showHalf(await change(path, { ...values, ...more }), done),
  });
}

export function showHalf(told, done) {
  const whose = told.request.state === "accepted" ? "后半" : "前半";
  if (told.code_half) {
    shownOnce(`启用码的${whose}`,
      el("p", {}, el("strong", { id: "code-half" }, told.code_half)),
      el("p", {}, `请当面或打电话告诉${told.request.staff.display_name}本人，不要告诉另一位管理员。两半合起来，本人在登录页“用启用码”里自己设密码或动态码，${told.request.state === "accepted" ? "两小时" : "确认后两小时"}内有效，只能用一次。`));
  }
  done();
}

export async function requests(draw, { me, reopen }) {
  const table = await roles();
  const isAdmin = me.duties.some((duty) => duty.role === "admin");
  const filters = el("form", { class: "bar" }, select("waiting", "状态", [["", "全部"], ["true", "等确认的"]]), el("button", {}, "查找"));
  const list = listing({
    path: "/staff/requests", caption: "双人确认，最近的在前", heads: ["谁的账号", "要办什么", "谁申请", "什么时候", "结果", "操作"], filters, none: "没有申请。",
    row: (one) => [`${one.staff.display_name}（${one.staff.username}）`, requestWords(one, table), one.asked_by.display_name, moment(one.asked_at), settled(one), one.state === "waiting" && isAdmin ? decisions(one, table, me, reopen) : ""],
  });
  draw(el("h1", {}, "双人确认"), el("p", {}, "一位系统管理员申请，另一位确认；24小时没有确认就过期。审计员都能看到。"), list.element);
  await list.load();
}

function decisions(one, table, me, done) {
  const refuse = (words) => askIn(words, { fields: [{ name: "reason", label: "原因", kind: "line", required: true }], button: words, grave: true, send: async (values) => { await change(`/staff/requests/${one.id}/refuse`, values); done(); } });
  if (one.asked_by.id === me.id) return el("button", { type: "button", onclick: () => refuse("撤回") }, "撤回");
  if (one.staff.id === me.id) return "这是您自己的账号，要别人确认";
  const accept = () => askIn("确认", { note: `${one.staff.display_name}：${requestWords(one, table)}。由${one.asked_by.display_name}申请。`, fields: [OTP], button: "确认", send: async (values) => showHalf(await change(`/staff/requests/${one.id}/accept`, values), done) });
  return el("div", { class: "moves" }, el("button", { type: "button", class: "first", onclick: accept }, "确认"), el("button", { type: "button", onclick: () => refuse("不同意") }, "不同意"));
}

// What administrators did about one's own account.
export async function aboutMe() {
  const [{ items }, table] = await Promise.all([ask("/staff/me/requests"), roles()]);
  return items.map((one) => [requestWords(one, table), one.asked_by.display_name, moment(one.asked_at), settled(one)]);
}
