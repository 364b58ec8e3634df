// One's own account: password, second factor, where one is signed in, and the telephone.
import { ask, change } from "../shell/api.js";
import { el, moment, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";
import { OTP, qr, secondFactor, shownOnce } from "./pieces.js";
import { aboutMe } from "./requests.js";
import { table } from "../table/grid.js";

const NOW = { name: "current_password", label: "现在的密码", kind: "secret", required: true, max: "200" };

export async function mine(draw, { me, reopen }) {
  const [{ items }, done] = await Promise.all([ask("/staff/me/sessions"), aboutMe()]);
  draw(
    el("h1", {}, "我的账号"),
    sheet("登录", el("p", {}, `用户名 ${me.username}`),
      el("div", { class: "moves" },
        el("button", { type: "button", onclick: () => changePassword() }, "修改密码"),
        el("button", { type: "button", onclick: () => moveSecondFactor() }, "更换动态码"))),
    sheet("用手机工作",
      el("p", {}, "在微信小程序“我的”里打开“工作人员值班”，扫描或输入这里的绑定码。每次值班另要输入动态码；一小时不用自动结束。"),
      el("div", { class: "moves" },
        el("button", { type: "button", class: "first", onclick: () => linkTelephone() }, "绑定微信"),
        el("button", { type: "button", onclick: () => askIn("解除微信绑定", { note: "手机上的值班立即结束。", send: async () => { await ask("/staff/me/link", { method: "DELETE" }); reopen(); } }) }, "解除微信绑定"))),
    sessions(items, reopen),
    sheet("管理员办过的事",
      el("p", { class: "soft" }, "有您不知道的，请马上告诉审计员。"),
      done.length ? table("办过什么", [{ text: "办什么" }, { text: "谁申请" }, { text: "什么时候" }, { text: "谁确认、结果" }], done) : el("p", {}, "没有。")),
  );
}

function changePassword() {
  askIn("修改密码", {
    note: "改好后要重新登录。",
    fields: [NOW, { name: "password", label: "新密码", kind: "secret", required: true, max: "200", note: "至少10位，大小写字母、数字、符号要有三种" }],
    send: async (body) => { await ask("/staff/me/password", { method: "PUT", body }); location.reload(); },
  });
}

function moveSecondFactor() {
  askIn("更换动态码", {
    note: "换好后要重新登录。",
    fields: [NOW, OTP],
    send: async (body) => shownOnce("新的动态码", secondFactor(await change("/staff/me/second-factor", body))),
  });
}

function linkTelephone() {
  askIn("绑定微信", {
    fields: [OTP],
    button: "显示绑定码",
    send: async (body) => {
      const shown = await change("/staff/me/link-codes", body);
      shownOnce("绑定码",
        el("p", {}, "五分钟内有效，只能用一次。"),
        qr(shown.qr_svg, "绑定码的二维码"),
        el("p", {}, "或者输入：", el("strong", { id: "link-code" }, shown.code)));
    },
  });
}

function sessions(items, reopen) {
  const end = async (each) => { await ask(`/staff/me/sessions/${each.id}`, { method: "DELETE" }); reopen(); };
  const rows = items.map((each) => [
    each.place === "desk" ? "后台" : "手机值班",
    moment(each.began_at), moment(each.seen_at),
    each.is_this ? "就是这里" : el("button", { type: "button", onclick: () => end(each) }, "结束"),
  ]);
  return sheet("我在哪里登录着", table("登录", [{ text: "地方" }, { text: "开始" }, { text: "最近使用" }, { text: "操作" }], rows));
}
