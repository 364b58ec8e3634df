Page({
  data: {
    slot: '',
    monthMin: '2026-11-20',
    danger: { kind: "self_harm", name: "有人想伤害自己", call: ["110", "120", "12356"], advice: "请陪着他，别离开。" },
    steps: [{ title: '提交', state: 'done' }, { title: '受理', state: 'now', note: '今天' }, { title: '办结', state: 'todo' }],
    events: [{ at: '2026-11-23T06:00:00Z', title: '已受理', text: '会尽快办', by: '社区' }],
    tabs: [{ id: 'a', text: '甲' }, { id: 'b', text: '乙' }],
    slots: [
      { id: '1', starts_at: '2026-11-23T01:00:00Z', ends_at: '2026-11-23T03:00:00Z', left: 3, places: 5, state: 'open' },
      { id: '2', starts_at: '2026-11-23T03:00:00Z', ends_at: '2026-11-23T05:00:00Z', left: 0, places: 5, state: 'open' },
    ],
    days: { '2026-11-24': { note: '余3' }, '2026-11-25': { note: '闭馆', shut: true } },
    choices: [{ value: 'a', text: '甲', note: '说明' }, { value: 'b', text: '乙' }],
    more: [{ value: 'x', text: '子' }, { value: 'y', text: '丑' }],
    markers: [{ id: 7, latitude: 22.751, longitude: 113.931, title: '活动室' }],
    said: '', nick: '', pick: 0, slide: 0, sheet: false, rows: [],
    rich: '<b>粗</b><script>alert(1)</' + 'script><img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==" onerror="alert(1)"><a href="javascript:alert(1)">链</a>',
    dot: 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==',
  },
  onLoad() { getApp().heard = [] },
  note(name, detail) { getApp().heard.push([name, detail]) },
  say(event) { this.setData({ said: event.detail.value }) },
  pickSlot(event) {
    this.heard(event)
    this.setData({ slot: event.detail.id })
  },
  heard(event) { this.note(event.type, event.detail) },
  submitted(event) { this.note('submit', event.detail.value) },
  picked(event) { this.setData({ pick: event.detail.value }); this.note('picked', event.detail) },
  outer() { this.note('outer') },
  inner() { this.note('inner') },
  openSheet() { this.setData({ sheet: true }) },
  closeSheet() { this.setData({ sheet: false }) },
  fill(count) { return new Promise((done) => this.setData({ rows: Array.from({ length: count }, (_, id) => ({ id, title: '第' + id + '行' })) }, done)) },
})
