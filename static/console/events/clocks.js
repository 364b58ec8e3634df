// Clocks as bars: how much of the time that counts is used, where the reminders stand, and the same in words.
import { el, moment, sheet, svg } from "../shell/dom.js";

const WIDE = 100;
const HIGH = 8;

export const clocksSheet = (clocks) => sheet("时限", clocks.length ? clockBars(clocks) : el("p", {}, "还没有开始计时。"));

// Running clocks first; those that were stopped fold away.
export function clockBars(clocks) {
  const running = clocks.filter((clock) => !clock.stopped_at);
  const over = clocks.filter((clock) => clock.stopped_at);
  return [
    running.map(bar),
    over.length > 0 && (running.length ? el("details", {}, el("summary", {}, `已停的${over.length}个时限`), over.map(bar)) : over.map(bar)),
  ];
}

function bar(clock) {
  const late = clock.overdue;
  const stands = clock.due_at ? null : "暂停中";
  return el("div", { class: "clock" },
    el("p", {}, el("b", {}, clock.name), " ", el("span", { class: late && "late" }, stands || (clock.stopped_at ? `${moment(clock.stopped_at)}停表，${late ? over(clock) : "按时"}` : late ? over(clock) : left(clock)))),
    clock.used && picture(clock),
    el("p", { class: "soft" }, `${moment(clock.started_at)} 起，${clock.due_at ? `${moment(clock.due_at)} 到期` : "暂停中不计时"}${clock.original_due_at && clock.due_at && clock.original_due_at !== clock.due_at ? `（原来 ${moment(clock.original_due_at)}）` : ""}`, clock.used && `；${clock.stopped_at ? "用了" : "已用"}${clock.used.seconds < 60 ? "不到1分钟" : span(clock.used.seconds)}，限${span(clock.used.of)}${clock.used.in_office_time ? "，只算工作时间" : "，不分昼夜"}`),
  );
}

// How much over, for nobody to work out.
const over = (clock) => (clock.used && clock.used.seconds > clock.used.of ? `超${span(clock.used.seconds - clock.used.of)}` : "已超期");
const left = (clock) => (clock.used ? `还剩${span(clock.used.of - clock.used.seconds)}` : "在走");

// What is used, up to twice the limit, with the limit and the reminders as lines.
function picture({ used, overdue, name }) {
  const scale = used.percent > 100 ? WIDE / Math.min(used.percent, 200) : 1;
  const at = (percent) => Math.min(percent * scale, WIDE);
  return svg("svg", { class: "clock-bar", viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", role: "img", "aria-label": `${name}用了${Math.round(used.percent)}%` },
    svg("rect", { class: "whole", width: WIDE, height: HIGH }),
    svg("rect", { class: overdue ? "used late" : used.percent >= 80 ? "used near" : "used", width: at(used.percent), height: HIGH }),
    [...new Set([...used.rungs, 100])].filter((percent) => percent * scale < WIDE).map((percent) => svg("line", { class: percent === 100 ? "limit" : "rung", x1: at(percent), x2: at(percent), y1: 0, y2: HIGH })));
}

// Seconds as people say them: working days have no fixed length, so hours stay hours.
function span(seconds) {
  const minutes = Math.max(0, Math.round(seconds / 60));
  const hours = Math.floor(minutes / 60);
  return hours ? `${hours}小时${minutes % 60 ? `${minutes % 60}分` : ""}` : `${minutes}分钟`;
}
