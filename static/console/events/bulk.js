// What is done with many matters at once, after a look at each; and contacts in a sheet, by duty.
import { ask, change, query } from "../shell/api.js";
import { roles } from "../shell/words.js";

const MANY = 50;
const DISPATCH = { path: "accept-dispatch", name: "受理并派单", act: acceptAndDispatch };
const ACTIONS = {
  dispatcher: [DISPATCH, { path: "accept", name: "受理" }, { path: "dispatch", name: "按规则派单" }, { path: "close", name: "办结" }],
  secretary: [{ path: "close", name: "办结" }],
  department: [{ path: "sign", name: "签收" }],
  grid_worker: [],
};

// Accepts under the category that was foreseen, and gives it to the unit the rules choose; a grid's own matter stays there.
export async function acceptAndDispatch(matter, line) {
  const accepted = await change(`/events/${matter.id}/accept`, line.category ? { category: line.category.code } : {}, { seen: matter.version });
  return accepted.unit ? accepted : change(`/events/${matter.id}/dispatch`, {}, { seen: accepted.version });
}

export function actionsFor(me) {
  const mine = new Map(roles(me).flatMap((role) => ACTIONS[role] || []).map((one) => [one.path, one]));
  return [...mine.values()].map(({ path, name, act }) => ({
    name,
    preview: (items) => foreseen(path, items),
    act: act || ((matter, line) => change(`/events/${matter.id}/${path}`, path === "accept" && line.category ? { category: line.category.code } : {}, { seen: matter.version })),
  }));
}

export async function foreseen(path, items) {
  const found = [];
  for (let at = 0; at < items.length; at += MANY) {
    const events = items.slice(at, at + MANY).map((one) => one.id).join(",");
    found.push(...(await ask(`/events/preview${query({ action: path, events })}`)).items);
  }
  return found.map(lineOf);
}

const lineOf = (one) => ({
  ...one,
  name: `${one.number} ${one.text.slice(0, 24)}`,
  words: one.can ? foreseenWords(one) : [one.unit ? `不会动，还在${one.unit.name}` : "不会动"],
});

const foreseenWords = (one) => [
  [one.category?.name, one.unit && `给${one.unit.name}，${one.people ? `告诉${one.people}人` : "还没有人绑定微信，没有人会收到消息"}`].filter(Boolean).join("，"),
  one.tells_reporter ? "告诉上报人" : "",
  ...one.warnings.map((warning) => `注意：${warning}`),
].filter(Boolean);

const REACH = ["dispatcher", "department", "grid_worker"];

// Names and telephones of who reported, for a sheet: by the rule for one matter, each look on the trail.
export function contactsFor(me) {
  if (!roles(me).some((role) => REACH.includes(role))) return undefined;
  return {
    label: "带上报人称呼和电话", note: "上报人的联系方式只给承办和分拨，每一件都会记入审计轨迹。", heads: ["上报人", "电话"],
    columns: async (items, reason) => {
      const found = new Map();
      for (let at = 0; at < items.length; at += 200) {
        const events = items.slice(at, at + 200).map((one) => one.id);
        for (const one of (await ask("/events/contacts", { method: "POST", body: { events, reason } })).items) found.set(one.id, one);
      }
      return items.map((one) => [found.get(one.id)?.nickname || "", found.get(one.id)?.phone || ""]);
    },
  };
}
