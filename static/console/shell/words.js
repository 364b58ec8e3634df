// What staff call things that travel as codes.
export const ROLES = {
  organiser: "集市组织者", venue_keeper: "场地管理员", grid_worker: "网格员", secretary: "社区书记", dispatcher: "街道分拨员",
  department: "部门经办人", supervisor: "督办员", policy_officer: "政策专员", registrar: "登记人员", registrar_head: "登记负责人", auditor: "审计员", admin: "系统管理员",
  duty_worker: "值班员", mediator: "人民调解员", judge: "审判员", room_keeper: "确认室管理员", adviser: "法律顾问", committee: "业委会（物管会）委员", property: "物业服务企业", street_filing: "街道备案人员",
};
export const roles = (person) => [...new Set(person.duties.map((duty) => duty.role))];
export const titles = (person) => roles(person).map((role) => ROLES[role] || "工作人员");
export const ACTORS = {
  reporter: "上报人", grid_worker: "网格员", secretary: "社区书记", dispatcher: "街道分拨员", unit: "承办单位", supervisor: "督办员", auditor: "审计员", system: "系统",
};
export const SOURCES = { resident: "居民上报", anonymous: "匿名上报", grid_worker: "网格员上报", open311: "开放接口", hotline: "12345" };
export const LEVELS = { 1: "Ⅰ级 紧急", 2: "Ⅱ级 较重", 3: "Ⅲ级 一般", 4: "Ⅳ级 微事件" };
export const OUTCOMES = { fixed: "已解决", explained: "已解释说明", transferred: "已转交其他部门", no_fault: "现场未发现问题" };
export const REJECTIONS = { outside_district: "不在本区", not_governmental: "不属于政府职责", abusive: "内容不当", insufficient: "信息不足，无法办理" };
export const WAITS = { reporter_info: "等上报人补充", weather: "天气原因", legal_procedure: "法定程序" };
export const NO_PHOTOS = { private_place: "不便拍照的地方", nothing_found: "现场没有问题", by_talk: "劝导解决", unsafe: "拍照不安全" };
export const RANKS = { regular: "常规", urgent: "紧急", key: "重点（先由街道会签）", hard: "疑难（先由街道会签）" };
export const SUPERVISION = { 1: "街道督办", 2: "区督办", 3: "区领导督办" };
export const SCORES = { sign: "签收及时", report_in: "报到及时", cooperation: "配合", result: "成效", resident: "居民评价", overdue: "超期" };
export const STATES = {
  open: "全部在办", submitted: "已上报，待受理", accepted: "已受理，待派单", dispatched: "已派单，待签收", returned: "已退件", handling: "处置中", waiting: "暂停办理",
  handled: "已处置，待核查", verified: "核查通过，待办结", reopened: "重新办理", closed: "已办结", rejected: "不予受理", merged: "已并案", withdrawn: "已撤回", archived: "已归档",
};
export const PARTS = {
  draft: "待街道会签", issued: "待签收", signed: "待报到", contested: "有异议，待裁定", reported_in: "办理中", done: "待验收", accepted: "待评分", scored: "已评分", released: "已免除",
};
