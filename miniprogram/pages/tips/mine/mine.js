// All my tips, newest first, and the points they earned.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')

const KINDS = { closed: 'good', handled: 'good', verified: 'good', rejected: 'bad' }

Page({
  behaviors: [lists],
  data: { points: 0 },
  onShow() { this.reload(); this.count() },
  async count() {
    try { this.setData({ points: (await api.get('/tips/points')).points }) } catch (fault) { this.setData({ points: 0 }) }
  },
  fetchPage(cursor) { return api.get('/tips', { cursor, limit: 20 }) },
  dressItem(tip) {
    return {
      key: tip.number, title: tip.category ? tip.category.name : '等待分类', text: tip.text, state: tip.state_text,
      kind: KINDS[tip.state] || 'plain', when: say.moment(tip.reported_at),
    }
  },
  open(event) { go('/pages/tips/tip/tip?number=' + event.currentTarget.dataset.number) },
  send() { go('/pages/tips/send/send') },
})
