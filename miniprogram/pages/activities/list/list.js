// Activities to come, the soonest first.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')

const KINDS = [
  { id: '', text: '全部' }, { id: 'children', text: '亲子' }, { id: 'elderly', text: '长者' }, { id: 'sport', text: '体育' }, { id: 'course', text: '课程' },
  { id: 'talk', text: '讲座' }, { id: 'culture', text: '文化' }, { id: 'volunteering', text: '志愿' }, { id: 'clinic', text: '健康' },
]

Page({
  behaviors: [lists],
  data: { kinds: KINDS, kind: '', filters: '', q: '', openNow: false, choosing: false },
  onShow() { this.reload() },
  fetchPage(cursor) {
    const { kind, q, openNow } = this.data
    const asked = { cursor, limit: 20 }
    if (kind) asked.kind = kind
    if (q) asked.q = q
    if (openNow) asked.open_now = true
    return api.get('/activities', asked, { open: true })
  },
  dressItem(one) {
    const when = say.moment(one.starts_at)
    const left = one.state === 'open' ? (one.left > 0 ? '余' + one.left + '个名额' : '已满，可候补') : one.state_text
    return Object.assign({ when, leftText: left, tone: one.state === 'open' && one.left > 0 ? 'good' : 'muted', label: [one.title, when, left].join('，') }, one)
  },
  search(event) { this.ask({ q: event.detail.value }) },
  openFilters() { this.setData({ choosing: true }) },
  closeFilters() { this.setData({ choosing: false }) },
  chooseKind(event) {
    const { id } = event.detail
    this.ask({ kind: id, filters: id && KINDS.find((one) => one.id === id).text, choosing: false })
  },
  turnOpen() { this.ask({ openNow: !this.data.openNow }) },
  ask(some) {
    this.setData(some)
    this.reload()
  },
  open(event) { go('/pages/activities/activity/activity?id=' + event.currentTarget.dataset.id) },
  openMine() { go('/pages/venues/mine/mine') },
  onShareAppMessage() { return { title: '社区活动，一起来', path: '/pages/activities/list/list' } },
})
