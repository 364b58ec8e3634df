// Without signing in: one sets one's own password or second factor by the code that two administrators told.
import { change } from "../shell/api.js";
import { askIn, filled } from "../shell/forms.js";
import { el } from "../shell/dom.js";
import { secondFactor, shownOnce } from "./pieces.js";

export function setUpByCode() {
  askIn("用启用码设密码和动态码", {
    about: null,
    note: "启用码分两半，分别问两位系统管理员要，连起来写。",
    fields: [
      { name: "username", label: "用户名", kind: "line", required: true, max: "60" },
      { name: "code", label: "启用码（16位）", kind: "line", required: true, max: "40" },
      { name: "password", label: "自己的新密码", kind: "secret", note: "至少10位，大写字母、小写字母、数字、符号要有三种；只换动态码时不写" },
      { name: "otp", label: "动态码（6位）", kind: "line", max: "6", note: "只重设密码时写" },
      { name: "current_password", label: "现在的密码", kind: "secret", note: "只换动态码时写" },
    ],
    button: "设好",
    send: async (values) => {
      const made = await change("/staff/credentials", filled(values));
      if (made.otp_uri) shownOnce("您的动态码", secondFactor(made));
      else shownOnce("设好了", el("p", {}, "请用新密码登录。"));
    },
  });
}
