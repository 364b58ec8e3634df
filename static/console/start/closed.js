// A link that leads nowhere for whoever opened it: why, who one is, whom to ask.
import { el, link } from "../shell/dom.js";
import { ROLES, titles } from "../shell/words.js";
import { SECTIONS } from "../pages.js";

export function closed(draw, { me }) {
  const address = location.hash.replace(/^#\/?/, "").split("?")[0];
  const page = SECTIONS.flatMap((section) => section.pages).find(({ path }) => address === path || address.startsWith(`${path}/`));
  const who = `您现在用的是${me.display_name}的账号，职责是${titles(me).join("、") || "（没有职责）"}。`;
  draw(
    el("h1", {}, page ? `“${page.name}”不在您的职责里` : "没有这一页"),
    el("p", { role: "alert" }, page ? `这一页给${page.roles.map((role) => ROLES[role]).join("、")}看。` : "这个链接不对，或者是以前的。左边列着您能开的页面。"),
    page && el("p", {}, `${who}需要开通，请找管理员在“账号和职责”里添加；也可以退出后换一个账号登录。`),
    el("p", {}, link("#/start", "回到等我办的")),
  );
}
