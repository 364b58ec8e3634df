// When something is due, in words that tell how near that is.
import { el, moment } from "../shell/dom.js";

const HOUR = 3_600_000;

// What is due next of a matter: which limit, until when, and how late or how near.
export function dueOf(one) {
  const next = one.next_due;
  if (!next) return one.due_at ? moment(one.due_at) : null;
  return el("span", {}, el("span", { class: next.late && "late" }, distance(next.due_at)), el("br"), el("span", { class: "soft" }, `${next.name} ${moment(next.due_at)}`));
}

export function distance(at, now = Date.now()) {
  const hours = (new Date(at) - now) / HOUR;
  const size = Math.abs(hours);
  const amount = size < 1 ? `${Math.max(1, Math.round(size * 60))}分钟` : size < 48 ? `${Math.round(size)}小时` : `${Math.round(size / 24)}天`;
  return hours < 0 ? `已超${amount}` : `还有${amount}`;
}
