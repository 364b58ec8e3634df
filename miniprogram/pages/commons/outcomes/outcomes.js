// What was agreed: who does it by when, a department's clock, doing it with a photo, checking it.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const words = require('../words.js')
const { ask } = require('../../../core/ask.js')

const PARTS = { draft: '待街道会签', issued: '待签收', signed: '待报到', contested: '有异议', reported_in: '办理中', done: '待验收', accepted: '已验收', scored: '已验收', released: '已免除' }
const OURS = ['self', 'rule']

Page({
  behaviors: [lists],
  space: null,
  data: { mine: '', words: '', photos: [], sending: false, busy: false },
  onLoad({ space }) { this.space = space; this.reload() },
  fetchPage(cursor) { return api.get('/commons/outcomes', { space: this.space, cursor }, { open: true }) },
  dressItem(one) {
    return Object.assign(words.outcome(one, say.day), {
      mayDo: OURS.indexOf(one.kind) >= 0 && (one.state === 'agreed' || one.state === 'doing'), mayCheck: one.state === 'done', explains: one.overdue && !one.overdue_reason && OURS.indexOf(one.kind) >= 0,
      calls: one.matter ? one.matter.orders.map((part) => part.unit + (part.lead ? '（牵头）' : '') + '：' + PARTS[part.state] + (part.by ? '，' + say.moment(part.by) + '前' : '')) : [],
      ledger: one.matter ? '事件编号 ' + one.matter.number + (one.matter.due_at ? '，' + say.moment(one.matter.due_at) + '前办结' : '') : '',
    })
  },
  take(event) { this.setData({ mine: event.currentTarget.dataset.id, words: '', photos: [] }) },
  type(event) { this.setData({ words: event.detail.value }) },
  attach(event) { this.setData({ photos: event.detail.ids, sending: event.detail.sending }) },
  begin(event) { return this.act(event, '/start', {}, '开始办了') },
  done(event) { return this.act(event, '/done', { words: this.data.words, photos: this.data.photos }, '已交，请提出的人复查') },
  explain(event) { return this.data.words.trim() && this.act(event, '/overdue-reason', { reason: this.data.words }, '已说明') },
  fixed(event) { return this.act(event, '/check', { fixed: true, words: '' }, '谢谢，已复查') },
  notFixed(event) {
    ask({ title: '还没办好？', content: '这件事会回到办的人手里，接着办。', confirmText: '还没办好', success: ({ confirm }) => { if (confirm) this.act(event, '/check', { fixed: false, words: '' }, '接着办') } })
  },
  async act(event, move, body, said) {
    this.setData({ busy: true })
    try {
      await api.post('/commons/outcomes/' + event.currentTarget.dataset.id + move, body)
      wx.showToast({ title: said, icon: 'none' })
      this.setData({ mine: '' })
      await this.reload()
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
})
