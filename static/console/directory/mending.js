// A keeper mends hours, closures and facts of a site, and that counts as looked at.
import { ask, change } from "../shell/api.js";
import { el, moment } from "../shell/dom.js";
import { askIn } from "../shell/forms.js";

const HOLIDAYS = { "": "照上面写的（没写就不开）", closed: "不开", usual: "照常开", sunday: "按周日的时间" };
const HAS = { "": "不知道", true: "有", false: "没有" };
const value = { "": null, true: true, false: false };

export function mending(one, reopen) {
  const open = () => askIn(`更正：${one.name}`, { button: "更正并确认", note: one.at_venue ? "这里是可预约的场地，开放时间和地址到场地管理里改。" : null, fields: fields(one), send: (given) => send(one, given).then(reopen) });
  return el("button", { type: "button", "aria-label": `更正：${one.name}`, onclick: open }, "更正");
}

function fields(one) {
  const own = one.at_venue ? [] : [
    { name: "words", label: "开放时间", kind: "words", max: "300", value: one.hours.join("；"), note: "照门口的写法，如 周一至周五9:00-12:00、14:00-18:00；周六9:00-12:00" },
    { name: "on_holidays", label: "法定节假日", kind: "choice", options: HOLIDAYS, value: one.on_holidays === "usual" ? "usual" : "" },
    ...one.closures.map((each, at) => ({ name: `closure-${at}`, label: `取消这次关闭：${moment(each.starts_at)}至${moment(each.ends_at)}，${each.reason}`, kind: "tick" })),
    { name: "shut_from", label: "临时关闭，从", kind: "moment" }, { name: "shut_until", label: "到", kind: "moment" }, { name: "reason", label: "为什么关", kind: "line", max: "60" },
    { name: "address", label: "地址", kind: "line", max: "120", value: one.address },
  ];
  return [
    ...own,
    { name: "phone", label: "电话", kind: "line", max: "40", value: one.phone },
    { name: "note", label: "说明", kind: "words", max: "300", value: one.note },
    ...one.features.map(({ id, name, has }) => ({ name: `has-${id}`, label: name, kind: "choice", options: HAS, value: has === null ? "" : String(has) })),
  ];
}

async function send(one, given) {
  let { version } = one;
  if (!one.at_venue && (given.words || one.hours.length)) {
    await put(`/sites/${one.id}/hours`, { version, words: given.words || "", on_holidays: given.on_holidays, closures: closures(one, given) });
    version += 1;
  }
  const features = Object.fromEntries(one.features.map(({ id }) => [id, value[given[`has-${id}`] ?? ""]]));
  const facts = { version, phone: given.phone || "", note: given.note || "", features, ...(one.at_venue ? {} : { address: given.address || "" }) };
  await put(`/sites/${one.id}/facts`, facts);
  await change(`/sites/${one.id}/assurances`, { finding: "changed" });
}

const put = (path, body) => ask(path, { method: "PUT", body });

function closures(one, given) {
  const kept = one.closures.filter((_, at) => !given[`closure-${at}`]).map(({ starts_at, ends_at, reason }) => ({ starts_at, ends_at, reason }));
  if (!given.shut_from && !given.shut_until) return kept;
  return [...kept, { starts_at: given.shut_from, ends_at: given.shut_until, reason: given.reason || "临时关闭" }];
}
