// What a duty looks at when nothing waits: a few numbers, and what happened last. One entry a list that the service gives.
import { percent, moment } from "../shell/dom.js";

const DAY = 864e5;
const on = (days) => new Date(Date.now() - days * DAY).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
const many = (page) => `${page.items.length}${page.next_cursor ? "+" : ""}`;
const count = (items, wanted) => String(items.filter(wanted).length);

// `tiles(answer)`: [number, text, href]; `lines(answer)`: { title, note, href }.
export const GLANCES = [
  {
    roles: ["admin"], name: "账号", path: "/staff?limit=50",
    tiles: (page) => [
      [many({ ...page, items: page.items.filter((one) => !one.disabled_at) }), "在用的账号", "#/accounts?state=able"], [count(page.items, (one) => one.disabled_at), "已停用", "#/accounts?state=disabled"],
      [count(page.items, (one) => one.is_locked), "锁住了，等您解锁", "#/accounts"], [count(page.items, (one) => !one.disabled_at && !one.last_seen_at), "从没登录过", "#/accounts?state=able"],
    ],
    lines: ({ items }) => items.filter((one) => one.last_seen_at).sort((a, b) => (a.last_seen_at < b.last_seen_at ? 1 : -1)).slice(0, 5).map((one) => ({ title: one.display_name, note: `最近使用 ${moment(one.last_seen_at)}${one.is_locked ? "，锁住了" : ""}`, href: `#/accounts/${one.id}` })),
  },
  { roles: ["auditor"], name: "最近谁看了别人的资料", path: "/governance/trail?looks=true&limit=8", lines: ({ items }) => items.map((one) => ({ title: `${one.actor_text} ${one.action_text}`, note: `${moment(one.at)} ${one.reason}`, href: "#/trail?looks=true" })) },
  { roles: ["judge"], name: "最近的场次", path: "/confirmations/docket?state=any&limit=8", lines: ({ items }) => items.map((one) => ({ title: one.number, note: `${one.state_text}${one.starts_at ? ` ${moment(one.starts_at)}` : ""}`, href: `#/appeals/court/${one.id}` })) },
  {
    roles: ["room_keeper"], name: "确认室", path: "/court_rooms",
    tiles: ({ items }) => [[String(items.length), "间确认室", "#/appeals/rooms"], [count(items, (room) => !room.checked_at), "还没有检查过", "#/appeals/rooms?found=never"], [count(items, (room) => room.checked), "上次检查有问题", "#/appeals/rooms?found=faulty"], [count(items, (room) => room.next_at), "有下一场", "#/appeals/rooms?found=next"]],
  },
  { roles: ["mediator"], name: "我的调解", path: "/mediations?limit=8", lines: ({ items }) => items.map((one) => ({ title: one.number, note: one.state_text, href: `#/appeals/mediations/${one.id}` })) },
  {
    roles: ["policy_officer"], name: "政策包", path: "/welfare/packs?limit=5",
    tiles: ({ items }) => [[items.find((one) => one.state === "in_force")?.version || "随产品发布的", "现行的版本", "#/welfare/packs"], [count(items, (one) => one.state === "to_begin"), "还没到施行日", "#/welfare/packs"]],
  },
  {
    roles: ["registrar", "registrar_head"], name: "近三十天的光速办", path: () => `/approvals/figures?since=${on(30)}&until=${on(0)}`,
    tiles: ({ figures }) => [[String(figures.submitted), "次提交", "#/approvals/figures"], [percent(figures.machine_share), "当场办理", "#/approvals/figures"], [String(figures.in_review), "件正在审看", "#/approvals/queue"], [String(figures.overdue), "件超期", "#/approvals/queue"]],
  },
  { roles: ["organiser"], name: "我的集市", path: "/markets/desk?limit=5", lines: ({ items }) => items.map((one) => ({ title: one.title, note: `${moment(one.starts_at)} ${one.place}`, href: `#/markets/${one.id}` })) },
  { roles: ["venue_keeper"], name: "我的活动", path: "/activities/keeper?limit=5", lines: ({ items }) => items.map((one) => ({ title: one.title, note: `${one.starts_at ? `${moment(one.starts_at)} ` : ""}${one.state_text}，已报${one.places - one.left}/${one.places}`, href: `#/venues/activities/${one.id}` })) },
];
