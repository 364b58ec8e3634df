// The policy library: every benefit, to search and to read.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const { go } = require('../../../core/go.js')

const CATEGORIES = ['全部', '老年', '生育儿童', '教育', '就业', '创业', '住房', '社会救助', '残疾', '优抚', '人才', '家庭', '法律']
const STATES = { in_force: ['在办', 'good'], announced: ['快开始', 'warn'], ended: ['已结束', 'plain'], never: ['没有这项', 'plain'] }

Page({
  behaviors: [lists],
  data: { q: '', category: 0, categories: CATEGORIES, asked: false },
  onLoad({ q, category }) {
    this.setData({ q: q || '', category: Math.max(0, CATEGORIES.indexOf(category)) })
    this.reload()
  },
  fetchPage(cursor) {
    const { q, category } = this.data
    this.setData({ asked: true })
    return api.get('/welfare/policies', { q, category: category ? CATEGORIES[category] : '', limit: 20, cursor }, { open: true })
  },
  dressItem(policy) {
    const [stateText, stateKind] = STATES[policy.state] || ['', 'plain']
    return Object.assign({}, policy, { stateText, stateKind, label: [policy.name, stateText, policy.summary].join('，') })
  },
  search(event) { this.setData({ q: event.detail.value }); this.reload() },
  choose(event) { this.setData({ category: Number(event.detail.value) }); this.reload() },
  all() { this.setData({ q: '', category: 0 }); this.reload() },
  open(event) { go('/pages/welfare/policy/policy?id=' + event.currentTarget.dataset.id) },
})
