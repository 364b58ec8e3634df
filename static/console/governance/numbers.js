// The numbers of the screen and the wall: each one click from what it means and from its rows.
import { showDialog } from "../shell/dialogs.js";
import { el, link } from "../shell/dom.js";

const THOUSAND = 1000;

// `of(overview)` is the number, `means` how it is counted, `rows` where its rows are.
export const NUMBERS = {
  processing: { name: "在办", of: (now) => now.statistics.processing, means: "此刻还没有办结的事项：已上报，未办结、未退回、未并案、未撤回。", rows: "#/matters?state=open" },
  pending: { name: "待受理", of: (now) => now.statistics.pending, means: "已上报还没有受理，或被退回等待重新分拨的事项。", rows: "#/matters?state=submitted" },
  overdue: { name: "超期", alarms: true, of: (now) => now.statistics.overdue, means: "在办事项里，受理、签收、处置、核查等正在走的时限有一个已过的；和列表里筛“期限：已过”、等我办的里的“超期”是同一个数。期限按工作时间计，Ⅰ、Ⅱ级昼夜计。", rows: "#/matters?state=open&due=late" },
  supervisions: { name: "督办待答复", alarms: true, of: (now) => now.supervisions, means: "已发出、还没有书面答复的督办单。", rows: "#/supervisions" },
  added_today: { name: "今日新增", of: (now) => now.statistics.added_today, means: "今天零点以来上报的事项，居民、网格员、设备和转来的都算。", rows: "#/matters" },
  solved_today: { name: "今日办结", of: (now) => now.statistics.solved_today, means: "今天零点以来办结的事项；办结后又重办的，办结那次仍算。", rows: "#/matters?state=closed" },
  total_accepted: { name: "累计受理", of: (now) => now.statistics.total_accepted, means: "启用以来受理过的事项总数。", rows: "#/matters" },
  total_solved: { name: "累计办结", of: (now) => now.statistics.total_solved, means: "启用以来办结的事项，减去办结后重办的。", rows: "#/matters?state=closed" },
  heard: { name: "设备在线", of: ({ devices }) => share(devices), means: "三次读数的时间加一分钟内有读数的设备／登记在用的设备。一千台以上时写百分比。没有读数就是不清楚，不当作平安。", rows: "#/devices" },
  alarms: { name: "设备报警", alarms: true, of: (now) => now.devices.alarms, means: "正在报警、还没有恢复的设备；一台设备过了几条线也只算一台。", rows: "#/alarms" },
};

// A figure as large as its letters let it be.
export function figure(value) {
  const shown = el("b", {}, String(value));
  shown.style.setProperty("--letters", String(value).length);
  return shown;
}

// Thousands of devices are told as a share: their numbers would not be read from three metres.
function share({ heard, total }) {
  if (!total) return "无";
  return total < THOUSAND ? `${heard}/${total}` : `${Math.floor((1000 * heard) / total) / 10}%`;
}

// A number as a button; pressed it says what it means and where its rows are.
export function number(key, overview) {
  const { name, of, alarms } = NUMBERS[key];
  const value = of(overview);
  return el("button", { type: "button", class: `number${alarms && value > 0 ? " alarm" : ""}`, "aria-haspopup": "dialog", onclick: () => explain(NUMBERS[key], overview) }, figure(value), name);
}

// Says what a number means; `figure` has a name, its meaning and its rows.
export function explain({ name, means, rows, of }, overview) {
  const close = () => shown.close();
  const shown = el("dialog", { "aria-label": name },
    el("h2", {}, of ? `${name}：${of(overview)}` : name), el("p", { class: "words" }, means),
    el("div", { class: "moves" }, rows && el("a", { href: rows, onclick: close }, "看明细"), el("button", { type: "button", onclick: close }, "关闭")));
  showDialog(shown);
}
