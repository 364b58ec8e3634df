// What waits for each duty, and what each duty can find: one entry a list that the service gives to that duty.
import { openWords } from "../approvals/queue.js";
import { query } from "../shell/api.js";
import { LEVELS, PARTS, SUPERVISION } from "../shell/words.js";

const WATCHERS = ["supervisor", "auditor", "dispatcher", "secretary"];
const DOERS = WATCHERS.filter((role) => role !== "auditor"); // who only reads is not told to hurry
const HANDLERS = [...WATCHERS, "department", "grid_worker"];
const WORKERS = ["dispatcher", "department", "grid_worker", "secretary"];
const REVIEWERS = ["department"];
const KEEPERS = ["venue_keeper", "secretary", "admin"];
const REGISTRARS = ["registrar", "registrar_head"];
const APPEALS = ["duty_worker", "mediator", "adviser"];

const short = (text, most = 40) => (text.length > most ? `${text.slice(0, most)}…` : text);
const parts = (one) => one.parts.filter((part) => !["accepted", "scored", "released"].includes(part.state));
const partDue = (one) => parts(one).flatMap((part) => part.clocks || []).filter((clock) => !clock.stopped_at && clock.due_at).map((clock) => clock.due_at).sort()[0] || null;

// `line(item)`: { title, note, href, due }, or nothing where an item does not wait. `page` is the list's own page;
// `whole` says that the service gives it in one piece.
export const WAITING = [
  { roles: APPEALS, name: "有人可能有危险", path: "/duty/pages", whole: true, page: "appeals/caseload", only: ["duty_worker"], line: (one) => !one.acked_at && { title: one.number, note: "先打电话，再点接手", href: `#/appeals/caseload/${one.number}`, due: one.sent_at, urgent: true } },
  { roles: WORKERS, name: "有人可能有危险的事项", path: "/events?mine=true&danger=true&sort=due", page: "matters?mine=true", line: (one) => ({ title: `${one.danger.name} ${one.number}`, note: `先确认有人拨打${one.danger.call.join("、")} · ${short(one.text)}`, href: `#/matters/${one.id}`, due: one.next_due?.due_at || one.due_at, danger: true }) },
  { roles: WORKERS, name: "事项", path: "/events?mine=true&sort=due", page: "matters?mine=true", counts: "/events/turns", line: (one) => !one.danger && ({ title: `${one.category?.name || "待分类"} ${one.number}`, note: `${one.state_text} · ${short(one.text)}`, href: `#/matters/${one.id}`, due: one.next_due?.due_at || one.due_at, urgent: one.level === 1 }) },
  { roles: ["dispatcher", "supervisor"], name: "文字可能写到了人或住处，等人看", path: "/events?words_due=true", page: "matters?words_due=true", line: (one) => ({ title: `${one.category?.name || "待分类"} ${one.number}`, note: short(one.text), href: `#/matters/${one.id}`, due: null }) },
  { roles: ["supervisor"], name: "超期事项", path: "/events?due=late&state=open&sort=due", page: "matters?due=late&state=open", line: (one) => ({ title: `${one.category?.name || "待分类"} ${one.number}`, note: `${one.state_text} · ${one.unit?.name || "还没有承办单位"}`, href: `#/matters/${one.id}`, due: one.next_due?.due_at }) },
  { roles: HANDLERS, name: "督办答复", path: "/supervisions/matters?open=true", page: "supervisions", line: (one) => one.rungs.some((rung) => rung.allowed.includes("reply")) && { title: `${SUPERVISION[one.level] || "督办"}：${one.matter?.category?.name || one.order?.item || "待分类"} ${one.matter?.number || one.order.number}`, note: `${one.owed}张等答复：${[...new Set(one.rungs.filter((rung) => !rung.replied_at).map((rung) => rung.clock))].join("、")}已超；${short(one.matter?.text || "")}`, href: "#/supervisions", due: one.reply_due_at } },
  { roles: ["department"], name: "请我协办的", path: "/events/assists", page: "start", line: (one) => ({ title: `${one.category?.name || "待分类"} ${one.number}`, note: short(one.words), href: `#/matters/${one.event_id}`, due: one.due_at }) },
  { roles: ["department", "secretary", "dispatcher"], name: "发令和报到", path: "/orders", page: "orders", line: (one) => parts(one).some((part) => part.allowed?.some((name) => name !== "appeal")) && { title: `${one.item} ${one.number}`, note: parts(one).map((part) => `${part.unit.name}：${PARTS[part.state] || part.state_text}`).join("，"), href: `#/orders/${one.id}`, due: partDue(one) || one.by } },
  { roles: [...DOERS, "grid_worker"], name: "设备报警", path: "/alarms?state=asked", page: "alarms", line: (one) => ({ title: `${one.kind_name} ${one.device}`, note: `${LEVELS[one.level]} · ${one.value_text} · ${one.address}`, href: "#/alarms", due: one.confirm_due_at, urgent: one.level < 3 }) },
  { roles: ["admin"], name: "要检修的设备", path: "/devices/tickets", whole: true, page: "devices", line: (one) => ({ title: `${one.street} ${one.devices[0].kind_name}等${one.count}台${one.cause_text}`, note: `${one.owner} ${one.owner_phone} · ${one.devices.map((each) => each.name).slice(0, 3).join("、")}`, href: "#/devices", due: one.due_at, urgent: one.for_life }) },
  { roles: [...DOERS, "mediator"], name: "风险信号", path: "/governance/signals?state=new", page: "signals", line: (one) => ({ title: `${one.family_name} ${one.place?.name || ""}`, note: short(one.text), href: `#/signals/${one.id}`, due: one.seen_due_at }) },
  { roles: APPEALS, name: "我手上的诉求", path: "/appeals/desk", whole: true, page: "appeals/caseload", line: (one) => ({ title: one.number, note: one.state_text, href: `#/appeals/caseload/${one.number}`, due: one.due_at, urgent: Boolean(one.danger) }) },
  { roles: APPEALS, name: "移交给我的", path: "/appeals/desk/hand-overs", whole: true, page: "appeals/hand-overs", line: (one) => !one.answered_at && { title: one.number, note: `${one.sender} 移交`, href: "#/appeals/hand-overs", due: one.answer_by } },
  { roles: ["mediator"], name: "调解", path: "/mediations", whole: true, page: "appeals/mediations", line: (one) => one.due_at && { title: one.number, note: one.state_text, href: `#/appeals/mediations/${one.id}`, due: one.due_at } },
  { roles: ["mediator"], name: "请我复核的条款", path: "/mediations/reviews", whole: true, page: "appeals/mediations", line: (one) => ({ title: "复核条款", note: "只看条款", href: `#/appeals/reviews/${one.id}`, due: one.asked_at }) },
  { roles: ["judge"], name: "司法确认", path: "/confirmations/docket", whole: true, page: "appeals/court", line: (one) => ({ title: one.number, note: one.state_text, href: `#/appeals/court/${one.id}`, due: one.starts_at }) },
  { roles: ["room_keeper"], name: "确认室", path: "/court_rooms", whole: true, page: "appeals/rooms", line: (one) => one.next_at && { title: one.name, note: "下一场确认", href: "#/appeals/rooms", due: one.next_at } },
  { roles: REGISTRARS, name: "等审看的申请", path: "/approvals/queue", page: "approvals/queue", line: (one) => ({ title: one.title, note: openWords(one) || "等第二人", href: `#/approvals/queue/${one.id}`, due: one.due_at }) },
  { roles: REGISTRARS, name: "等核对的登记异议", path: "/approvals/disputes", page: "approvals/disputes", line: (one) => !one.approved_by_me && { title: one.name, note: one.proposed ? "等负责人定" : short(one.reason), href: "#/approvals/disputes", due: null } },
  { roles: REVIEWERS, name: "待审岗位", path: "/staff/jobs/queue", page: "jobs/queue", line: (one) => ({ title: one.title, note: `${one.employer.name}${one.findings.length ? ` · ${one.findings.map((each) => each.name).join("、")}` : ""}`, href: `#/jobs/queue/${one.id}`, due: null }) },
  { roles: REVIEWERS, name: "待审单位", path: "/staff/jobs/employers?state=pending", page: "jobs/employers", line: (one) => ({ title: one.name, note: one.uscc, href: `#/jobs/employers/${one.id}`, due: null }) },
  { roles: REVIEWERS, name: "岗位举报", path: "/staff/jobs/reports", page: "jobs/reports", line: (one) => ({ title: one.job.title, note: short(one.text || "没有补充说明"), href: "#/jobs/reports", due: null }) },
  { roles: KEEPERS, name: "居民反馈的站点", path: "/sites/due?doubted=true", page: "directory/reports", line: (one) => one.doubt && !one.doubt.answered && { title: one.name, note: one.doubt.kinds.join("、"), href: `#/directory/check/${one.id}`, due: one.doubt.due_at } },
  { roles: ["policy_officer"], name: "等第二人批准的政策包", path: "/welfare/proposals?state=open", page: "welfare/packs", line: (one) => one.allowed.includes("approve") && ({ title: short(one.reason || one.version || "提案"), note: `${one.by_name || ""} 提出`, href: `#/welfare/packs/${one.id}`, due: laterThanProposed(one) }) },
  { roles: ["venue_keeper"], name: "等我答复的场地申请", path: "/venues/keeper/requests", page: "venues/requests", line: (one) => ({ title: `${one.title} ${one.people}人`, note: short(one.purpose || one.group_name || ""), href: "#/venues/requests", due: one.until || one.starts_at }) },
  { roles: ["venue_keeper"], name: "等答复的定期预约", path: "/venues/keeper/series", whole: true, page: "venues/series", line: (one) => ({ title: `${one.group_name || one.purpose} ${one.people}人`, note: `${one.first_day}到${one.last_day}`, href: "#/venues/series", due: `${one.first_day}T00:00:00+08:00` }) },
  { roles: ["venue_keeper"], name: "有异议的未到", path: "/venues/keeper/no-shows?contested=true", page: "venues/missed", line: (one) => one.appeal && { title: `${one.title} ${one.nickname || ""}`, note: "对方说到过", href: "#/venues/missed", due: null } },
  { roles: ["organiser"], name: "要开的集市", path: "/markets/desk?state=published", page: "markets", line: (one) => new Date(one.ends_at) > new Date() && { title: one.title, note: one.place, href: `#/markets/${one.id}`, due: one.starts_at } },
  { roles: ["organiser"], name: "没发布的菜单", path: "/markets/desk?state=draft", page: "markets", line: (one) => ({ title: one.title, note: "草稿", href: `#/markets/${one.id}`, due: one.starts_at }) },
];

// A pack that is to be in force from the day it was proposed is late on no day.
function laterThanProposed({ in_force_on: from, proposed_at: at }) {
  const begins = `${from}T00:00:00+08:00`;
  return new Date(begins) > new Date(at) ? begins : null;
}

const found = (path, more = {}) => (q) => `${path}${query({ q, ...more, limit: 10 })}`;

// What can be found by number or name; `line(item)`: { title, note, href }.
export const FOUND = [
  { roles: HANDLERS, name: "事项", path: found("/events"), line: (one) => ({ title: `${one.category?.name || "待分类"} ${one.number}`, note: `${one.state_text} · ${short(one.text)}`, href: `#/matters/${one.id}` }) },
  { roles: HANDLERS, name: "发令", path: found("/orders"), line: (one) => ({ title: `${one.item} ${one.number}`, note: one.place, href: `#/orders/${one.id}` }) },
  { roles: ["admin"], name: "工作人员", path: found("/staff"), line: (one) => ({ title: one.display_name, note: one.username, href: `#/accounts/${one.id}` }) },
  { roles: REVIEWERS, name: "在招岗位", path: found("/jobs"), line: (one) => ({ title: one.title, note: one.employer.name, href: `#/jobs/open?q=${encodeURIComponent(one.title)}` }) },
  { roles: ["committee", "secretary", "street_filing", "property"], name: "小区和社区", path: found("/commons/spaces"), line: (one) => ({ title: one.name, note: one.address || "", href: `#/commons/desk/${one.id}` }) },
  { roles: APPEALS, name: "诉求", path: found("/appeals/desk", { state: "any" }), line: (one) => ({ title: one.number, note: one.state_text, href: `#/appeals/caseload/${one.number}` }) },
  { roles: ["mediator", "duty_worker"], name: "调解", path: found("/mediations"), line: (one) => ({ title: one.number, note: one.state_text, href: `#/appeals/mediations/${one.id}` }) },
  { roles: ["judge"], name: "司法确认", path: found("/confirmations/docket", { state: "any" }), line: (one) => ({ title: one.number, note: one.state_text, href: `#/appeals/court/${one.id}` }) },
  { roles: REGISTRARS, name: "等审看的申请", path: found("/approvals/queue"), line: (one) => ({ title: one.title, note: one.number, href: `#/approvals/queue/${one.id}` }) },
  { roles: KEEPERS, name: "站点", path: found("/sites/due", { days: 0 }), line: (one) => ({ title: one.name, note: one.address, href: `#/directory/check/${one.id}` }) },
  { roles: ["admin", "supervisor", "auditor"], name: "共享资源", path: found("/resources"), line: (one) => ({ title: one.name, note: one.owner.name, href: "#/directory/loans" }) },
  { roles: [...WATCHERS, "grid_worker", "admin"], name: "设备报警", path: found("/alarms"), line: (one) => ({ title: `${one.kind_name} ${one.device}`, note: `${LEVELS[one.level]} · ${one.state_text} · ${one.address}`, href: `#/alarms?q=${encodeURIComponent(one.device)}&state=` }) },
  { roles: ["admin"], name: "感知设备", path: found("/devices"), line: (one) => ({ title: one.name, note: `${one.kind_name} · ${one.code} · ${one.address}`, href: `#/devices?q=${encodeURIComponent(one.code)}` }) },
  { roles: ["venue_keeper"], name: "场地", path: found("/venues/keeper/venues"), line: (one) => ({ title: one.name, note: one.address, href: `#/venues/mine/${one.id}` }) },
  { roles: ["venue_keeper", "organiser"], name: "活动", path: found("/activities/keeper"), line: (one) => ({ title: one.title, note: [one.state_text, one.place_name].filter(Boolean).join(" · "), href: `#/venues/activities/${one.id}` }) },
  { roles: ["policy_officer"], name: "政策", path: found("/welfare/policies"), line: (one) => ({ title: one.name, note: `${one.level} · ${one.category} · ${one.gives}`, href: `#/welfare/policies/${one.id}` }) },
  { roles: ["organiser"], name: "集市", path: found("/markets/desk"), line: (one) => ({ title: one.title, note: one.place, href: `#/markets/${one.id}` }) },
  { roles: ["secretary", "street_filing"], name: "社会组织", path: found("/commons/organisations"), line: (one) => ({ title: one.name, note: one.uscc || "", href: "#/commons/organisations" }) },
];
