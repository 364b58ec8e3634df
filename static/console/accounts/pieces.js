// Pieces that the pages of accounts share.
import { ask } from "../shell/api.js";
import { el, link, mark } from "../shell/dom.js";
import { showDialog } from "../shell/dialogs.js";

export const KINDS = { district: "全区", street: "街道", community: "社区", grid: "网格", unit: "单位", venue: "场地" };

export const OTP = { name: "otp", label: "动态码（6位）", kind: "line", required: true, max: "6" };

let known = null;
// The roles as the service knows them: name, how far they reach, whether they need the desk.
export async function roles() {
  known ??= Object.fromEntries((await ask("/staff/roles")).items.map((each) => [each.role, each]));
  return known;
}

export const dutyWords = (duty, table) => `${table[duty.role]?.name || duty.role}（${KINDS[duty.territory_kind] || duty.territory_kind}${duty.territory_kind === "district" ? "" : ` ${duty.territory_code}`}）`;

export const state = (account) => [
  account.disabled_at ? mark("已停用", "urgent") : account.has_credentials ? mark("在用") : mark("本人还没有启用", "watch"),
  account.is_locked && mark("有地方被锁定", "watch"),
  account.is_linked && mark("已绑定微信"),
  account.is_sample && mark("示例"),
];

// Shows something once in a dialog; nothing of it stays on the page afterwards.
export function shownOnce(title, ...parts) {
  const close = el("button", { class: "first", onclick: () => dialog.close() }, "我记下了，关闭");
  const dialog = el("dialog", { "aria-labelledby": "once-title" }, el("h2", { id: "once-title" }, title), parts, el("div", { class: "moves" }, close));
  showDialog(dialog, { stays: true });
}

export function qr(svg, words) {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  return el("img", { class: "qr", src: address, alt: words, onload: () => URL.revokeObjectURL(address) });
}

export const secondFactor = (shown) => [
  el("p", {}, "请本人用动态码应用扫描。关闭后不再显示。"),
  qr(shown.qr_svg, "动态码应用要扫的二维码"),
  el("p", { class: "soft" }, "不能扫码时手工录入：", el("code", {}, new URL(shown.otp_uri).searchParams.get("secret"))),
];

export const opened = (account) => link(`#/accounts/${account.id}`, account.display_name);
