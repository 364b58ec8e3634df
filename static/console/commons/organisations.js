// The register of social organisations of a community: entered, changed, and what to look at.
import { ask, change } from "../shell/api.js";
import { el, mark } from "../shell/dom.js";
import { askIn, filled } from "../shell/forms.js";
import { field, select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { button } from "./spaces.js";

const KINDS = { association: "社会团体", service: "民办非企业单位", foundation: "基金会", group: "社区备案的组织" };

export async function organisations(draw) {
  const filters = el("form", { class: "bar" }, field("q", "名称里有"), select("kind", "哪一种", [["", "都看"], ...Object.entries(KINDS)]), el("button", {}, "找"));
  const row = (one) => [one.name, KINDS[one.kind], one.uscc, one.report_due, el("span", {}, one.warnings.map((words) => mark(words, "watch"))), button("改", () => writing(one, () => list.load()))];
  const list = listing({ path: "/commons/organisations", caption: "社会组织登记册", heads: ["名称", "是什么", "代码", "下次年报", "请核对", ""], row, filters, none: "没有找到。" });
  await list.load();
  draw(el("h1", {}, "社会组织"), el("p", {}, "社会团体每年5月31日前向登记机关报送年度工作报告。联系方式不勾“可以公开”，居民看不到。"), el("div", { class: "moves" }, button("登记一个", () => writing(null, () => list.load()), true)), list.element);
}

function writing(one, done) {
  const line = (name, label, max, required) => ({ name, label, kind: "line", max, required, value: one?.[name] == null ? "" : String(one[name]) });
  askIn(one ? `改 ${one.name}` : "登记一个", {
    fields: [
      line("name", "名称", "80", true), { name: "kind", label: "哪一种", kind: "choice", options: KINDS, value: one?.kind }, line("community_code", "社区代码", "12", true), line("uscc", "统一社会信用代码", "18"), line("registered_on", "登记日期（2020-05-01）", "10"), line("supervisor", "业务主管单位", "80"),
      line("contact", "联系方式", "80"), { name: "contact_is_public", label: "联系方式可以公开（本人同意）", kind: "tick" }, { name: "about", label: "做什么", kind: "words", max: "1000", value: one?.about }, line("persons", "个人会员", "6"), line("bodies", "单位会员", "6"), line("reported_for", "最近一次年报的年度", "4"),
    ],
    send: async (values) => {
      const body = filled(values);
      for (const name of ["persons", "bodies", "reported_for"]) if (body[name] != null) body[name] = Number(body[name]);
      if (one) await ask(`/commons/organisations/${one.id}`, { method: "PUT", seen: one.version, body });
      else await change("/commons/organisations", body);
      await done();
    },
  });
}
