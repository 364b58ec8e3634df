// The desk's table of contents: what each duty opens. A page is a module with `show`, and `one` where its rows open.
import { ROLES } from "./shell/words.js";

const WATCHERS = ["supervisor", "auditor", "dispatcher", "secretary"];
const HANDLERS = [...WATCHERS, "department", "grid_worker"];
const KEEPERS = ["venue_keeper", "secretary", "admin"];
const REVIEWERS = ["department"];
const STEWARDS = ["committee", "secretary"];
const COMMUNITY = ["secretary", "street_filing"];
const REGISTRARS = ["registrar", "registrar_head"];

export const SECTIONS = [
  {
    id: "start", name: "今天",
    pages: [{ path: "start", name: "等我办的", roles: Object.keys(ROLES), show: async () => (await import("./start/waiting.js")).waiting }],
  },
  {
    id: "governance", name: "治理通",
    pages: [
      { path: "screen", name: "一屏统管", roles: WATCHERS, show: async () => (await import("./governance/screen.js")).screen },
      { path: "wall", name: "大屏", roles: WATCHERS, show: async () => (await import("./governance/wall.js")).wall },
      { path: "matters", name: "事项", roles: HANDLERS, show: async () => (await import("./events/matters.js")).matters, one: async () => (await import("./events/matter.js")).matter },
      { path: "orders", name: "发令和报到", roles: HANDLERS, show: async () => (await import("./events/orders.js")).orders, one: async () => (await import("./events/order.js")).order },
      { path: "signals", name: "风险信号", roles: [...WATCHERS, "mediator"], show: async () => (await import("./governance/signals.js")).signals, one: async () => (await import("./governance/signals.js")).signal },
      { path: "supervisions", name: "督办", roles: HANDLERS, show: async () => (await import("./events/supervisions.js")).supervisions },
    ],
  },
  {
    id: "sensing", name: "智能感知",
    pages: [
      { path: "alarms", name: "设备报警", roles: [...WATCHERS, "grid_worker", "admin"], show: async () => (await import("./sensing/alarms.js")).alarms },
      { path: "devices", name: "感知设备", roles: ["admin"], show: async () => (await import("./sensing/devices.js")).devices },
      { path: "sensing/rules", name: "报警规则", roles: ["admin", "supervisor", "auditor"], show: async () => (await import("./sensing/rules.js")).rules },
    ],
  },
  {
    id: "jobs", name: "线上招工",
    pages: [
      { path: "jobs/queue", name: "待审岗位", roles: REVIEWERS, show: async () => (await import("./jobs/queue.js")).queue, one: async () => (await import("./jobs/queue.js")).post },
      { path: "jobs/employers", name: "用人单位", roles: REVIEWERS, show: async () => (await import("./jobs/employers.js")).employers, one: async () => (await import("./jobs/employers.js")).employer },
      { path: "jobs/reports", name: "举报", roles: REVIEWERS, show: async () => (await import("./jobs/reports.js")).reports },
      { path: "jobs/open", name: "在招岗位", roles: REVIEWERS, show: async () => (await import("./jobs/open.js")).open },
      { path: "jobs/fairs", name: "招聘会", roles: REVIEWERS, show: async () => (await import("./jobs/fairs.js")).fairs, one: async () => (await import("./jobs/fairs.js")).fair },
      { path: "jobs/import", name: "批量导入", roles: REVIEWERS, show: async () => (await import("./jobs/import.js")).importing },
    ],
  },
  {
    id: "appeals", name: "诉求和确认",
    pages: [
      { path: "appeals/caseload", name: "我手上的诉求", roles: ["duty_worker", "mediator", "adviser"], show: async () => (await import("./appeals/caseload.js")).caseload, one: async () => (await import("./appeals/caseload.js")).appeal },
      { path: "appeals/hand-overs", name: "移交", roles: ["duty_worker", "mediator", "adviser"], show: async () => (await import("./appeals/roster.js")).handOvers },
      { path: "appeals/mediations", name: "调解", roles: ["mediator", "duty_worker"], show: async () => (await import("./appeals/mediations.js")).mediations, one: async () => (await import("./appeals/mediations.js")).mediation },
      { path: "appeals/reviews", name: "复核条款", roles: ["mediator", "adviser"], show: async () => (await import("./appeals/mediations.js")).reviewing, one: async () => (await import("./appeals/mediations.js")).review },
      { path: "appeals/waiting", name: "等调解员", roles: ["duty_worker"], show: async () => (await import("./appeals/mediations.js")).waiting },
      { path: "appeals/roster", name: "值班表", roles: ["duty_worker"], show: async () => (await import("./appeals/roster.js")).roster },
      { path: "appeals/court", name: "司法确认", roles: ["judge"], show: async () => (await import("./appeals/court.js")).docket, one: async () => (await import("./appeals/court.js")).session },
      { path: "appeals/rooms", name: "确认室", roles: ["room_keeper"], show: async () => (await import("./appeals/court.js")).rooms },
    ],
  },
  {
    id: "commons", name: "共治",
    pages: [
      { path: "commons/desk", name: "小区议事", roles: STEWARDS, show: async () => (await import("./commons/desk.js")).spaces, one: async () => (await import("./commons/desk.js")).desk },
      { path: "commons/outcomes", name: "议定的事", roles: [...STEWARDS, "property"], show: async () => (await import("./commons/outcomes.js")).spaces, one: async () => (await import("./commons/outcomes.js")).outcomes },
      { path: "commons/rolls", name: "名册", roles: STEWARDS, show: async () => (await import("./commons/rolls.js")).spaces, one: async () => (await import("./commons/rolls.js")).rolls },
      { path: "commons/ballots", name: "表决和法定结果", roles: STEWARDS, show: async () => (await import("./commons/ballots.js")).spaces, one: async () => (await import("./commons/ballots.js")).ballots },
      { path: "commons/covenants", name: "公约和同意书", roles: STEWARDS, show: async () => (await import("./commons/covenants.js")).spaces, one: async () => (await import("./commons/covenants.js")).covenants },
      { path: "commons/spendings", name: "民生微实事", roles: STEWARDS, show: async () => (await import("./commons/spendings.js")).spaces, one: async () => (await import("./commons/spendings.js")).spendings },
      { path: "commons/foundings", name: "首次业主大会", roles: COMMUNITY, show: async () => (await import("./commons/foundings.js")).spaces, one: async () => (await import("./commons/foundings.js")).foundings },
      { path: "commons/organisations", name: "社会组织", roles: COMMUNITY, show: async () => (await import("./commons/organisations.js")).organisations },
      { path: "commons/filings", name: "公约备案", roles: ["street_filing"], show: async () => (await import("./commons/filings.js")).spaces, one: async () => (await import("./commons/filings.js")).filings },
    ],
  },
  {
    id: "welfare", name: "福利政策",
    pages: [
      { path: "welfare/policies", name: "政策库", roles: ["policy_officer"], show: async () => (await import("./welfare/policies.js")).policies, one: async () => (await import("./welfare/policies.js")).policy },
      { path: "welfare/reforms", name: "福利改革试算", roles: ["policy_officer"], show: async () => (await import("./welfare/reforms.js")).reforms },
      { path: "welfare/packs", name: "政策包发布", roles: ["policy_officer"], show: async () => (await import("./welfare/packs.js")).packs, one: async () => (await import("./welfare/proposal.js")).proposal },
    ],
  },
  {
    id: "approvals", name: "光速办",
    pages: [
      { path: "approvals/queue", name: "审看", roles: REGISTRARS, show: async () => (await import("./approvals/queue.js")).queue, one: async () => (await import("./approvals/queue.js")).application },
      { path: "approvals/revocations", name: "撤销与限制", roles: REGISTRARS, show: async () => (await import("./approvals/revocations.js")).revocations },
      { path: "approvals/disputes", name: "登记异议", roles: REGISTRARS, show: async () => (await import("./approvals/disputes.js")).disputes },
      { path: "approvals/closings", name: "注销异议", roles: [...REGISTRARS, "department"], show: async () => (await import("./approvals/closings.js")).closings },
      { path: "approvals/rulebooks", name: "规则包", roles: REGISTRARS, show: async () => (await import("./approvals/rulebooks.js")).rulebooks, one: async () => (await import("./approvals/rulebooks.js")).rulebook },
      { path: "approvals/figures", name: "数字", roles: REGISTRARS, show: async () => (await import("./approvals/figures.js")).figures },
    ],
  },
  {
    id: "directory", name: "党群服务",
    pages: [
      { path: "directory/check", name: "每月核对", roles: KEEPERS, show: async () => (await import("./directory/check.js")).check, one: async () => (await import("./directory/check.js")).site },
      { path: "directory/reports", name: "居民反馈", roles: KEEPERS, show: async () => (await import("./directory/check.js")).reports },
      { path: "directory/import", name: "名单导入", roles: KEEPERS, show: async () => (await import("./directory/import.js")).importing },
      { path: "directory/matrix", name: "清单矩阵", roles: [...KEEPERS, "supervisor", "auditor", "dispatcher"], show: async () => (await import("./directory/matrix.js")).matrix },
      { path: "directory/coverage", name: "十五分钟覆盖", roles: [...KEEPERS, "supervisor", "auditor", "dispatcher"], show: async () => (await import("./directory/coverage.js")).coverage },
      { path: "directory/loans", name: "共享资源和借用", roles: ["admin", "supervisor", "auditor"], show: async () => (await import("./directory/loans.js")).loans },
      { path: "directory/charter", name: "联盟章程", roles: ["admin", "supervisor", "auditor"], show: async () => (await import("./directory/charter.js")).charter },
    ],
  },
  {
    id: "venues", name: "场地和集市",
    pages: [
      { path: "venues/requests", name: "场地申请", roles: ["venue_keeper"], show: async () => (await import("./venues/requests.js")).requests },
      { path: "venues/series", name: "定期预约", roles: ["venue_keeper"], show: async () => (await import("./venues/decisions.js")).series },
      { path: "venues/missed", name: "未到和异议", roles: ["venue_keeper"], show: async () => (await import("./venues/decisions.js")).missed },
      { path: "venues/ratings", name: "评价", roles: ["venue_keeper"], show: async () => (await import("./venues/decisions.js")).ratings },
      { path: "venues/mine", name: "我的场地", roles: ["venue_keeper"], show: async () => (await import("./venues/venues.js")).venues, one: async () => (await import("./venues/venues.js")).venue },
      { path: "venues/activities", name: "我的活动", roles: ["venue_keeper", "organiser"], show: async () => (await import("./venues/activities.js")).activities, one: async () => (await import("./venues/activities.js")).activity },
      { path: "markets", name: "我的集市", roles: ["organiser"], show: async () => (await import("./markets/desk.js")).markets, one: async () => (await import("./markets/desk.js")).market },
    ],
  },
  {
    id: "audit", name: "审计",
    pages: [{ path: "trail", name: "审计轨迹", roles: ["auditor"], show: async () => (await import("./governance/trail.js")).trail }],
  },
  {
    id: "accounts", name: "账号",
    pages: [
      { path: "accounts", name: "账号和职责", roles: ["admin"], show: async () => (await import("./accounts/accounts.js")).accounts, one: async () => (await import("./accounts/accounts.js")).account },
      { path: "requests", name: "双人确认", roles: ["admin", "auditor"], show: async () => (await import("./accounts/requests.js")).requests },
      { path: "mine", name: "我的账号", roles: Object.keys(ROLES), show: async () => (await import("./accounts/mine.js")).mine },
    ],
  },
];

// Reached by the field in the head, not by the list of pages.
export const SEARCH = { path: "search", name: "查找", roles: Object.keys(ROLES), show: async () => (await import("./start/search.js")).search };
