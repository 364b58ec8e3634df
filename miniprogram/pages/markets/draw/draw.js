// A draw in public: the promise before, the seed and every rank after, and how to do it again.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const { CHECK } = require('./check.js')
const server = require('../../../core/server.js')
const { ask } = require('../../../core/ask.js')

const SHOWN = 100

Page({
  id: '', path: '',
  data: { loading: true, fault: null, draw: null, entries: [], mine: [], code: CHECK, busy: false },
  onLoad({ id, market, item }) {
    this.id = id
    this.path = market && item ? '/markets/' + market + '/items/' + item + '/draw-entries' : ''
    this.load()
  },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      const draw = await api.get('/draws/' + this.id, null, { open: true })
      const entries = draw.entries.slice().sort((one, other) => one.rank - other.rank)
      this.setData({ loading: false, draw: Object.assign({}, draw, dressed(draw)), entries: entries.slice(0, SHOWN).map(row) })
    } catch (fault) { return this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
    return this.loadMine()
  },
  async loadMine() {
    if (!this.path) return
    try {
      const [{ items }, { items: family }] = await Promise.all([api.get(this.path), api.get('/me/family')])
      const names = Object.fromEntries(family.map(({ id, name }) => [id, name]))
      this.setData({ mine: items.map((one) => Object.assign({}, one, { who: one.member ? names[one.member] || '家人' : '我', became: became(one) })) })
    } catch (_) { /* the public part stands without it */ }
  },
  leave(event) {
    const { member, who } = event.currentTarget.dataset
    ask({
      danger: true, title: '退出抽签？', content: who + '的编号会空出来，不会给别人。', confirmText: '退出', cancelText: '再想想',
      success: ({ confirm }) => { if (confirm) this.withdraw(member) },
    })
  },
  async withdraw(member) {
    this.setData({ busy: true })
    try {
      await api.post(this.path + '/withdraw', { member_id: member || null })
      wx.showToast({ title: '已退出', icon: 'success' })
      await this.load()
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  copy(event) {
    const { text, said } = event.currentTarget.dataset
    wx.setClipboardData({ data: text, success: () => wx.showToast({ title: said, icon: 'none' }) })
  },
  copyRecord() {
    wx.setClipboardData({ data: server.full('/api/v1/draws/' + this.id), success: () => wx.showToast({ title: '公示数据地址已复制', icon: 'none' }) })
  },
})

function dressed(draw) {
  const drawn = draw.drawn_at !== null
  return { drawn, closes: say.moment(draw.closes_at), drawn_text: drawn ? say.moment(draw.drawn_at) : '' }
}

function row(entry) {
  return { number: entry.number, rank: entry.rank, won: entry.won, text: '编号' + entry.number + '，' + entry.tickets + '张签', result: entry.won ? '中签' : '候补' }
}

function became(entry) {
  if (entry.rank === null) return entry.tickets + '张签，等待抽签'
  return '第' + entry.rank + '名，' + (entry.won ? '中签' : '已排候补')
}
