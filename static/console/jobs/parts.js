// What the pages of jobs share: a button that says what it is about, a question for a reason, a marked text.
import { el } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";

export const LEVELS = { refuse: "不能发布", review: "存疑", warn: "提醒" };

export function button(words, name, onclick, first) {
  return el("button", { type: "button", class: first && "first", "aria-label": `${words}：${name}`, onclick }, words);
}

// Asks for a reason that the other side will read; resolves to it, or to nothing when left.
export function reasonFor(title) {
  const fields = [{ name: "reason", label: "原因（对方会看到）", kind: "words", max: "300", required: true }];
  return new Promise((resolve) => askIn(title, { fields, button: "确定", send: ({ reason }) => resolve(reason), left: (isSent) => isSent || resolve("") }));
}

// A text with the words that findings name marked; they count characters, not UTF-16 units.
export function marked(text, findings) {
  const letters = Array.from(text);
  const parts = [];
  let done = 0;
  for (const { start, end, level } of findings.filter((one) => one.end).sort((a, b) => a.start - b.start)) {
    if (start < done) continue;
    parts.push(letters.slice(done, start).join(""), el("mark", { class: level }, letters.slice(start, end).join("")));
    done = end;
  }
  return [...parts, letters.slice(done).join("")];
}

export function findingsOf(findings) {
  if (!findings.length) return [el("p", {}, "检查没有发现问题。单位首次发布的岗位都要由人看过。")];
  return findings.map((one) =>
    el(
      "div", { class: `finding ${one.level}` },
      el("p", {}, el("strong", {}, `${LEVELS[one.level]}：${one.name}`), `　“${one.text}”`),
      el("p", {}, one.article), el("p", { class: "soft" }, one.quote), el("p", {}, `建议：${one.remedy}`),
    ),
  );
}
