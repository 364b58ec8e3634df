// When something is due, in words that tell how near that is.
import { el, moment } from "../shell/dom.js";

const HOUR = 3_600_000;

// What is due next of a matter: which limit, until when, and how late or how near.
export function dueOf(one) {
  const next = one.next_due;
  if (!next) return one.due_at ? moment(one.due_at) : null;
  return until(next.due_at, next.name);
}

// How near a moment is, and below when that is.
export function until(at, name = "") {
  const isLate = new Date(at) < new Date();
  return el("span", { class: "due" }, el("span", { class: isLate && "late" }, distance(at)), el("br"), el("span", { class: "soft" }, `${name} ${moment(at)}`.trim()));
}

export function distance(at, now = Date.now()) {
  const hours = (new Date(at) - now) / HOUR;
  const size = Math.abs(hours);
  const amount = size < 1 ? `${Math.max(1, Math.round(size * 60))}分钟` : size < 48 ? `${Math.round(size)}小时` : `${Math.round(size / 24)}天`;
  return hours < 0 ? `已超${amount}` : `还有${amount}`;
}
