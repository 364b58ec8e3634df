// What the views of the desk share: a list that goes on, a question for a reason, a marked text.
import { ask } from "../shell/api.js";
import { el } from "../shell/dom.js";

const said = document.querySelector("#said");
const LEVELS = { refuse: "不能发布", review: "存疑", warn: "提醒" };

// A list from the service: each item as an element that can take itself away when it is done with.
export async function list(path, query, draw, nothing) {
  const box = el("div", {});
  const note = el("p", {});
  const more = el("button", { type: "button", class: "more", hidden: true }, "再看一些");
  let cursor = null;
  async function fetchInto() {
    const asked = new URLSearchParams({ ...query, limit: "20", ...(cursor && { cursor }) });
    const page = await ask(`${path}?${asked}`);
    cursor = page.next_cursor;
    box.append(...page.items.map((item) => card(draw, item)));
    more.hidden = !cursor;
    if (!box.childElementCount) note.textContent = nothing;
  }
  more.addEventListener("click", () => fetchInto().catch((refusal) => (note.textContent = refusal.message)));
  await fetchInto();
  return [note, box, more];
}

// `act(sentence, path, body)` sends and, once done, takes the card away and says so; resolves to whether it was.
function card(draw, item) {
  const fault = el("p", { class: "fault", role: "alert" });
  const element = el("article", { class: "sheet post" });
  const act = async (sentence, path, body) => {
    fault.textContent = "";
    for (const button of element.querySelectorAll("button")) button.disabled = true;
    try {
      await ask(path, { method: "POST", keyed: true, body: body || {} });
      said.textContent = sentence;
      element.remove();
      document.querySelector("#main").focus({ preventScroll: true });
      return true;
    } catch (refusal) {
      fault.textContent = refusal.message;
      for (const button of element.querySelectorAll("button")) button.disabled = false;
      return false;
    }
  };
  element.append(...draw(item, act), fault);
  return element;
}

export function button(words, name, onclick, first) {
  return el("button", { type: "button", class: first && "first", "aria-label": `${words}：${name}`, onclick }, words);
}

// Asks for a reason that the other side will read; resolves to it, or to nothing when left.
export function reasonFor(title) {
  return new Promise((resolve) => {
    const words = el("textarea", { id: "reason", maxlength: "300", required: true });
    const form = el(
      "form", { method: "dialog" }, el("h2", {}, title), el("label", { for: "reason" }, "原因（对方会看到）"), words,
      el("div", { class: "moves" }, el("button", { class: "first", value: "yes" }, "确定"), el("button", { value: "no", formnovalidate: true }, "取消")),
    );
    const dialog = el("dialog", { "aria-label": title }, form);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? words.value.trim() : "");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
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
