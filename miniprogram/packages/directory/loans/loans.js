// The loans that my members gave or took: who is next does what here; what came back is rated once.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')

const OWNERS = { asked: [['agree', '同意'], ['decline', '不同意']], agreed: [['hand-over', '已交给对方'], ['decline', '不借了']], in_use: [['return', '已还回来']] }
const BORROWERS = { asked: [['withdraw', '撤回']], agreed: [['withdraw', '不借了']] }

Page({
  behaviors: [lists],
  mine: null,
  data: { rating: null, stars: 0, words: '', busy: '', ledger: [], note: '' },
  onLoad() { this.reload() },
  async fetchPage(cursor) {
    if (!cursor) await this.readMine()
    return api.get('/resources/loans', { cursor, limit: 20 })
  },
  async readMine() {
    const members = await api.get('/resources/members')
    this.mine = members.items.map(({ id }) => id)
    const ledger = this.mine.length ? await api.get('/resources/ledger') : { items: [], note: '' }
    this.setData({ ledger: ledger.items.filter(({ id }) => this.mine.indexOf(id) >= 0), note: ledger.note })
  },
  dressItem(one) {
    const owns = this.mine.indexOf(one.owner.id) >= 0
    const borrows = this.mine.indexOf(one.borrower.id) >= 0
    const steps = [].concat(owns ? OWNERS[one.state.id] || [] : [], borrows ? BORROWERS[one.state.id] || [] : [])
    return Object.assign({}, one, {
      span: say.span(one.starts_at, one.ends_at), rates: borrows && one.state.id === 'returned',
      until: one.state.id === 'asked' ? say.moment(one.answer_by) : '', steps: steps.map(([action, text]) => ({ action, text })),
    })
  },
  step(event) {
    const { id, action } = event.currentTarget.dataset
    return this.send(id, action, { loan: id })
  },
  rate(event) { this.setData({ rating: event.currentTarget.dataset.id, stars: 0, words: '' }) },
  close() { this.setData({ rating: null }) },
  chooseStars(event) { this.setData({ stars: event.detail.value }) },
  type(event) { this.setData({ words: event.detail.value }) },
  giveStars() { return this.send(this.data.rating, 'rate', { loan: this.data.rating, stars: this.data.stars, words: this.data.words.trim() }) },
  async send(id, action, body) {
    const loan = this.data.items.filter((one) => one.id === id)[0]
    this.setData({ busy: id })
    try {
      await api.post('/resources/' + loan.resource.id + '/' + action, body)
      this.setData({ busy: '', rating: null })
      return this.reload()
    } catch (fault) {
      this.setData({ busy: '' })
      return api.say(fault)
    }
  },
  openResources() { go('/packages/directory/resources/resources') },
})
