// What the desk of appeals calls the codes of its lists, and the line that a mediation has in each of them.
import { el, link, mark, moment } from "../shell/dom.js";

export const CATEGORIES = { neighbour: "邻里", family: "家庭", debt: "借款", rent: "租赁", labour: "劳动", consumer: "消费", traffic: "交通", medical: "医疗", property: "物业", land: "土地", injury: "伤害", violence: "家庭暴力", other: "其他" };
export const TRACKS = { information: "告知咨询", mediation: "调解", department: "交部门（发令）", petition: "信访", legal: "法律服务", psych: "心理服务", emergency: "紧急" };
const OPEN = { "": "没结束的", any: "全部" };
export const APPEALS = { ...OPEN, received: "待分流", triaged: "待办理", in_hand: "办理中", reopened: "重新办理", settled: "已化解", handed_over: "已移交", closed: "已结束", withdrawn: "已撤回" };
export const MEDIATIONS = { "": "全部", open: "没结束的", opened: "等双方同意", consented: "等披露", talking: "调解中", agreed: "待签名", signing: "签名中", signed: "已生效", performed: "已履行", missed: "没有履行", failed: "未成" };
export const SESSIONS = { ...OPEN, applying: "等双方同意", filed: "等受理", accepted: "询问中", heard: "等裁定", offline: "转线下", confirmed: "已确认", not_accepted: "不予受理", rejected: "驳回", withdrawn: "撤回" };

// A time that is over stands out.
export const until = (text) => el("span", { class: text && new Date(text) < new Date() && "late" }, moment(text));

export const LINE = [
  { id: "number", text: "编号", sort: "number", cell: (one) => link(`#/appeals/mediations/${one.id}`, one.number) },
  { id: "category", text: "类别", sort: "category", cell: (one) => CATEGORIES[one.category] },
  { id: "state", text: "状态", sort: "state", cell: (one) => one.state_text },
  { id: "due", text: "期限", sort: "due", cell: (one) => until(one.due_at) },
];

export const danger = (one) => one.danger && mark("危险", "urgent");
