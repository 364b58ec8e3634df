// What each component is drawn with when its tree is compared: its ordinary use, and what changes what stands there.
const slots = [
  { id: '1', starts_at: '2026-11-23T01:00:00Z', ends_at: '2026-11-23T03:00:00Z', left: 3, places: 5, state: 'open' },
  { id: '2', starts_at: '2026-11-23T03:00:00Z', ends_at: '2026-11-23T05:00:00Z', left: 0, places: 5, state: 'open' },
  { id: '3', starts_at: '2026-11-23T05:00:00Z', ends_at: '2026-11-23T07:00:00Z', left: 1, places: 1, state: 'closed' },
]
const steps = [{ title: '提交', state: 'done' }, { title: '受理', state: 'now', note: '今天' }, { title: '办结', state: 'todo' }]
const tabs = [{ id: 'a', text: '甲' }, { id: 'b', text: '乙' }]
const pair = [{ value: 'a', text: '甲', note: '说明' }, { value: 'b', text: '乙' }]

export default {
  card: [{}, { title: '卡片', note: '说明' }],
  cell: [{ title: '只给人看' }, { title: '一行', note: '说明', value: '值', icon: 'home', url: '/pages/about/about' }, { title: '只给事件', link: true }],
  choices: [{ items: pair, label: '选一个', chosen: 'a' }, { items: pair, label: '选几个', multiple: true, chosen: ['b'] }, { items: pair, pairs: true }],
  'danger-card': [{}, { danger: { kind: 'self_harm', name: '有人想伤害自己', call: ['110', '120', '12356'], advice: '请陪着他，别离开。' } }],
  empty: [{ title: '没有' }, { title: '没有', note: '说明', icon: 'search', action: '做点什么' }],
  field: [
    { label: '姓名' }, { label: '手机号', type: 'number', required: true, error: '请填手机号', value: '138' }, { label: '日期', type: 'date', value: '2026-11-23' },
    { label: '说明', multi: true, counted: true, maxlength: 20, note: '二十字以内', value: '路灯不亮' },
  ],
  glyph: [{ name: 'home' }, { name: 'right', size: 2 }],
  'list-head': [{ placeholder: '搜场地' }, { value: '球', filters: { text: '离我近', count: 2 } }],
  'map-schematic': [{ latitude: 22.75, longitude: 113.93, markers: [{ id: 7, latitude: 22.751, longitude: 113.931, title: '活动室' }], pickable: true, note: '点一下' }],
  money: [{ fen: 123450, per: '月' }, { fen: 10000, upper: 20000, per: '年' }, { fen: 0 }],
  'month-grid': [{ month: '2026-11', days: { '2026-11-24': { note: '余3' }, '2026-11-25': { note: '闭馆', shut: true } }, chosen: '2026-11-24', min: '2026-11-20', max: '2026-12-05' }],
  notice: [{ text: '请留意', kind: 'warn' }, { text: '出错了', kind: 'bad' }, {}],
  outcome: [{ title: '交好了' }, { title: '报名成功', note: '请提前到', steps }],
  'page-frame': [{}, { loading: true }, { fault: { sentence: '没能打开', status: 500 } }, { fault: { sentence: '没有这份职责', status: 403 } }, { bare: true, calls: false }],
  picture: [{}, { name: 'done' }],
  qr: [{ code: '246810' }, { text: 'WJY:M:ABCD1234', code: 'ABCD1234', label: '号票', note: '给工作人员看' }],
  'search-bar': [{}, { placeholder: '搜场地', value: '篮球' }],
  sheet: [{ title: '面板' }, { show: true, title: '面板' }],
  'slot-grid': [{ slots }, { slots, chosen: '1', pickable: true }],
  stars: [{ value: 3, readonly: true }, { value: 4.5, readonly: true }, {}],
  steps: [{ items: steps }],
  tabs: [{ items: tabs, chosen: 'a' }],
  tag: [{ text: '标签', kind: 'good' }, {}],
  thumb: [{}],
  timeline: [{ items: [{ at: '2026-11-23T06:00:00Z', title: '已受理', text: '会尽快办', by: '社区' }, { at: '2026-11-24T06:00:00Z', title: '已办结' }] }],
  uploader: [{}, { max: 2, label: '照片', note: '最多两张', sent: ['a'] }],
}
