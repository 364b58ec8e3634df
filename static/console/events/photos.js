// Photos of a matter, with what became of their content check and what a person decides about them.
import { change } from "../shell/api.js";
import { el, mark, sheet } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";

export const picture = (photo, name) =>
  el("a", { href: photo.address, target: "_blank", rel: "noopener" }, el("img", { src: photo.small, alt: `${name}，点开看大图`, loading: "lazy" }));

const KINDS = { waiting: "watch", doubtful: "watch", hidden: "urgent", passed: "calm" };

// A photo that was checked says so; one that is hidden is opened only on purpose.
export function judged(event, photo, name, reopen) {
  if (photo.check === "never") return picture(photo, name);
  const shown = photo.check === "hidden" ? el("details", {}, el("summary", {}, "打开看"), picture(photo, name)) : picture(photo, name);
  return el("div", { class: "judged" }, shown, mark(photo.check_text, KINDS[photo.check]), buttons(event, photo, reopen));
}

function buttons(event, photo, reopen) {
  if (!event.capacities.some((one) => one === "dispatcher" || one === "supervisor")) return null;
  const choose = (shown, title) => el("button", { type: "button", onclick: () => openChoice(event, photo, shown, title, reopen) }, title);
  return [photo.check !== "passed" && choose(true, "允许展示"), photo.check !== "hidden" && choose(false, "不予展示")];
}

function openChoice(event, photo, shown, title, reopen) {
  const send = async ({ reason }) => {
    await change(`/events/${event.id}/photos/${photo.id}/judge`, { shown, reason }, { seen: event.version });
    await reopen();
  };
  askIn(`${title}这张照片`, { note: shown ? "居民附近查看时会看到它。" : "只有承办单位和街道、区里的工作台还能看到它。", fields: [{ name: "reason", label: "原因", kind: "words", required: true }], button: title, send });
}

// As it was found and as it was left, side by side.
export function beforeAndAfter(event, reopen) {
  const side = (title, photos) => el("div", {}, el("h3", {}, title),
    photos.length ? el("div", { class: "photos" }, photos.map((photo, i) => judged(event, photo, `${title}的照片${i + 1}`, reopen))) : el("p", { class: "soft" }, "没有照片。"));
  return sheet("照片", el("div", { class: "pair-of-photos" }, side("处置前", event.before), side("处置后", event.after)));
}
