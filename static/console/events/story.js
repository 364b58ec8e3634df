// The history as a story: who did what, to whom, what they said, and how long the next one took.
import { el, moment, sheet } from "../shell/dom.js";
import { ACTORS } from "../shell/words.js";

const DID = {
  report: () => "上报了这件事", accept: () => "受理了", reject: () => "不予受理", dispatch: (line) => `派给${line.unit?.name || "承办单位"}`,
  sign: () => "签收，开始办理", start: () => "到现场，开始办理", handle: () => "办完了，等人核查", verify: () => "核查通过", rework: () => "核查不通过，要求返工",
  return: () => "退回，不归自己办", recall: () => "收回，准备重派", wait: () => "暂停计时", resume: () => "恢复办理", close: () => "办结", reopen: () => "要求重新办理",
  supervise: () => "发出督办", confirm: () => "确认解决", withdraw: () => "撤回了", merge: () => "并入另一件", unmerge: () => "撤销了并案", reclassify: () => "更正了类别", archive: () => "归档",
};
const HOUR = 3_600_000;

export function story(event) {
  let before = null;
  const lines = together(event.timeline).map((line) => {
    const gap = before && waited(new Date(line.at) - new Date(before));
    before = line.at;
    return el("li", {},
      gap && el("span", { class: "soft line" }, `过了${gap}，`),
      el("b", {}, `${who(line)}${(DID[line.action] || (() => line.title))(line)}`),
      el("span", { class: "soft" }, ` ${moment(line.at)}`),
      line.words && el("p", { class: "words" }, line.words));
  });
  return sheet("办理经过", el("ol", { class: "timeline" }, lines), el("p", { class: "soft" }, now(event)));
}

// Rungs that were raised in one go are one line, each with its limit.
function together(timeline) {
  const found = [];
  for (const line of timeline) {
    const last = found.at(-1);
    if (line.action === "supervise" && last?.action === "supervise" && moment(line.at) === moment(last.at)) {
      if (!last.words.split("；").includes(line.words)) last.words += `；${line.words}`;
    } else found.push({ ...line });
  }
  return found;
}

const who = (line) => (line.actor === "unit" && line.unit ? `${line.unit.name} ` : `${ACTORS[line.actor] || line.actor} `);

const waited = (milliseconds) => {
  const hours = milliseconds / HOUR;
  if (hours < 0.1) return "";
  return hours < 1 ? `${Math.round(hours * 60)}分钟` : hours < 48 ? `${Math.round(hours)}小时` : `${Math.round(hours / 24)}天`;
};

// What everybody waits for now.
function now(event) {
  if (event.closed_at) return "到这里办结了。";
  const running = event.clocks.find((clock) => !clock.stopped_at && clock.due_at);
  return `现在${event.state_text}${running ? `，${running.name}${running.overdue ? ` ${moment(running.due_at)} 已经过了` : `到 ${moment(running.due_at)}`}` : ""}。`;
}
