// A round of spending: which projects I am for; afterwards what is bought, and why, in words and sums.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')

Page({
  path: '',
  data: { loading: true, fault: null, it: null, items: [], chosen: [], done: false, busy: false },
  onLoad({ id }) { this.path = '/commons/spendings/' + id; this.load() },
  async load() {
    try { this.show(await api.get(this.path, null, { open: true })) } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  show(it) {
    const cost = (one) => Object.assign({}, one, { cost: say.money(one.cost_fen) })
    const result = it.result ? Object.assign({}, it.result, { share: say.money(it.result.share_fen), left: say.money(it.result.left_fen), bought: it.result.funded.map(cost), rest: it.result.not_funded.map(cost), ranked: it.result.by_ranking.map((id) => it.projects.find((one) => one.id === id).title).join('、') || '没有' }) : null
    this.setData({
      loading: false, fault: null, it: Object.assign({}, it, { budget: say.money(it.budget_fen), until: say.moment(it.closes_at), result }),
      items: it.projects.map((one) => ({ value: one.id, text: one.title, note: say.money(one.cost_fen) })),
    })
  },
  choose(event) { this.setData({ chosen: event.detail.value, done: false }) },
  async vote() {
    this.setData({ busy: true })
    try {
      this.show(await api.post(this.path + '/votes', { projects: this.data.chosen }))
      this.setData({ done: true })
      wx.showToast({ title: '已投，截止前可以改', icon: 'none' })
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
})
