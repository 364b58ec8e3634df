// The register of devices: which are heard, which are silent, which must be filed; registering, changing, keys, ends.
import { ask, change } from "../shell/api.js";
import { el, mark, moment } from "../shell/dom.js";
import { importing } from "./imports.js";
import { askIn } from "../shell/forms.js";
import { field, select } from "../table/filters.js";
import { listing } from "../table/listing.js";
import { rowMoves } from "../table/row_moves.js";

/** How far a clock is off, as people say it. */
function off(seconds) {
  const size = Math.abs(seconds);
  const said = size >= 5400 ? `${(size / 3600).toFixed(1)}小时` : size >= 120 ? `${(size / 60).toFixed(0)}分钟` : `${size.toFixed(0)}秒`;
  return `${seconds < 0 ? "快" : "慢"}${said}`;
}

const COLUMNS = (known, reopen) => [
  { id: "name", text: "设备", sort: "name", cell: (one) => el("span", {}, one.name, el("br"), el("span", { class: "soft" }, one.code)) },
  { id: "kind", text: "类别", sort: "kind", cell: (one) => one.kind_name },
  { id: "place", text: "位置", cell: (one) => el("span", {}, one.address, el("br"), el("span", { class: "soft" }, one.grid_code || "不在网格内")) },
  { id: "owner", text: "责任单位", sort: "owner", cell: (one) => one.owner },
  { id: "seen", text: "最近读数", cell: (one) => el("span", {}, one.last_seen_at ? moment(one.last_seen_at) : "还没有收到", el("br"), one.is_clock_wrong ? mark(`时钟${off(one.skew_seconds)}，读数按收到的时间算，请校时`, "high") : el("span", { class: "soft" }, `时钟${off(one.skew_seconds)}`)) },
  { id: "now", text: "现在", cell: (one) => el("span", { class: "marks" }, one.retired_at ? mark("已停用") : one.is_silent ? mark("离线", "watch") : one.is_out_of_range ? mark("读数超出量程，按不清楚算", "high") : mark("在线"), one.must_file_by && mark(`${one.must_file_by}前备案`, "high")) },
  { id: "do", text: "", cell: (one) => (one.retired_at ? null : moves(one, known, reopen)) },
];

export async function devices(draw, { reopen, signal }) {
  const known = await ask("/sensing/rules");
  const filters = el("form", { class: "bar" }, field("q", "名称、编号、地址", { type: "search", maxlength: "40" }), select("kind", "类别", [["", "全部"], ...known.classes.map(({ code, name }) => [code, name])]));
  const list = listing({ path: "/devices", caption: "登记的设备", columns: COLUMNS(known, reopen), filters, signal, none: "没有这样的设备。点“登记一台设备”可以登记。" });
  await list.load();
  draw(
    el("h1", {}, "感知设备"),
    el("p", {}, "没有读数的设备显示为离线，不当作平安。设备不识别人脸、车牌，不保存视频。"),
    el("div", { class: "moves" }, el("button", { type: "button", class: "first", onclick: () => register(known, reopen) }, "登记一台设备")),
    importing(() => list.load()),
    list.element,
  );
}

function moves(one, known, reopen) {
  const button = (text, onclick) => el("button", { type: "button", "aria-label": `${text}：${one.name}`, onclick }, text);
  const retire = () => askIn("停用这台设备", { note: `${one.name}停用后不再收读数，报警结束；不能恢复。`, button: "停用", send: async () => { await change(`/devices/${one.id}/retire`, {}, { seen: one.version }); await reopen(); } });
  const rotate = () => askIn("换密钥", { note: "旧密钥立即失效，新密钥只显示这一次。", send: async () => { const { key } = await change(`/devices/${one.id}/rotate-key`, {}, { seen: one.version }); await reopen(); setTimeout(() => showKey(one.name, key)); } });
  return rowMoves(one.name, [button("修改", () => edit(one, known, reopen)), button("换密钥", rotate), button("停用", retire)]);
}

function showKey(name, key) {
  askIn("请记下密钥", { note: `${name}的密钥只显示这一次：${key}`, button: "记下了", send: async () => {} });
}

const allowed = ({ places }) => Object.fromEntries(places.filter((each) => !each.is_forbidden).map(({ code, name }) => [code, name]));
const forbidden = ({ places }) => places.filter((each) => each.is_forbidden).map(({ name }) => name).join("；");

function described(known, one) {
  const spot = one ? `${one.place.lng},${one.place.lat}` : "";
  return [
    { name: "name", label: "名称", required: true, max: "60", value: one?.name, note: "会公开显示，不要写人名、电话、门牌号" },
    { name: "spot", label: "位置（经度,纬度，GCJ-02）", required: true, value: spot },
    { name: "address", label: "地址", required: true, max: "120", value: one?.address },
    { name: "place_kind", label: "装在什么场所", kind: "choice", options: allowed(known), required: true, value: one?.place_kind, note: `法律不许安装：${forbidden(known)}` },
    { name: "owner", label: "责任单位", required: true, max: "80", value: one?.owner },
    { name: "owner_phone", label: "责任单位电话", max: "20", value: one?.owner_phone },
    { name: "basis", label: "安装依据（法律条款或批文）", kind: "words", max: "400", value: one?.basis },
    { name: "filed_no", label: "备案号", max: "60", value: one?.filed_no },
  ];
}

function placed({ spot, ...values }) {
  const [lng, lat] = spot.split(/[,，]/).map(Number);
  const text = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? ""]));
  return { ...text, place: { lng, lat, datum: "gcj02" } };
}

function edit(one, known, reopen) {
  const send = async (values) => {
    await ask(`/devices/${one.id}`, { method: "PUT", seen: one.version, body: placed(values), keyed: true });
    await reopen();
  };
  askIn(`修改${one.name}`, { fields: described(known, one), button: "保存", send });
}

function register(known, reopen) {
  const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
  const fields = [
    { name: "code", label: "编号（字母、数字、连字符）", required: true, max: "40" },
    { name: "kind", label: "类别", kind: "choice", options: Object.fromEntries(known.classes.map(({ code, name }) => [code, name])), required: true },
    ...described(known),
    { name: "interval_seconds", label: "多少秒报一次读数", kind: "number", min: "10", max: "86400", required: true, value: 60 },
    { name: "installed_on", label: "安装日期", kind: "date", required: true, value: today },
  ];
  askIn("登记一台设备", {
    fields, button: "登记",
    send: async (values) => {
      const { device, key } = await change("/devices", placed(values));
      await reopen();
      setTimeout(() => showKey(device.name, key));
    },
  });
}
