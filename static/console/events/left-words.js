// Words that may name somebody, or whose reporter closed the account: a person says what does.
import { change } from "../shell/api.js";
import { el, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";

export function leftWords(event, reopen) {
  if (!event.words_due_at || !event.capacities.some((one) => one === "dispatcher" || one === "supervisor")) return null;
  const send = async ({ phrases }) => {
    const hide = (phrases || "").split(/[\n，,、]/).map((one) => one.trim()).filter(Boolean);
    await change(`/events/${event.id}/words`, { hide }, { seen: event.version });
    await reopen();
  };
  const open = () => askIn("遮去能认出人的字", { note: "照原文写，一行一处，例如姓名、门牌。没有就留空。上报人已注销的，遮去后不能恢复；其他的只遮去给公众看的那份，办理的人照样看得到。", fields: [{ name: "phrases", label: "要遮去的字", kind: "words" }], button: "看过了", send });
  return sheet("文字等人看", el("p", {}, "请看看文字、留言和评价里有没有姓名、住址等能认出人的内容。看过以前，公众看不到这些文字。"), el("button", { type: "button", onclick: open }, "看过并遮去"));
}
