// The shelf of goods from partner regions: what it is, what it costs, how to buy it elsewhere.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const say = require('../../../core/say.js')
const server = require('../../../core/server.js')

const NEW = { id: null, name: '', origin: '', price: '', unit: '份', how_to_buy: '', picture: null }
const ASKED = { name: '名称', origin: '产地', how_to_buy: '怎么买' }

Page({
  id: '',
  data: { loading: true, fault: null, goods: [], shown: false, at: -1, line: NEW, round: 0, sending: false, busy: false },
  onLoad({ id }) {
    this.id = id
    this.load()
  },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      this.show((await api.get('/markets/' + this.id + '/draft')).goods)
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  show(goods) { this.setData({ loading: false, goods: goods.map(dressed) }) },
  add() { this.openLine(-1, NEW) },
  edit(event) {
    const at = Number(event.currentTarget.dataset.at)
    this.openLine(at, this.data.goods[at])
  },
  openLine(at, line) { this.setData({ at, line: Object.assign({}, line), shown: true, sending: false, round: this.data.round + 1 }) },
  close() { this.setData({ shown: false }) },
  write(event) { this.setData({ ['line.' + event.currentTarget.dataset.name]: event.detail.value }) },
  attach(event) {
    const { ids, sending } = event.detail
    this.setData({ sending, 'line.picture': ids.length ? ids[0] : this.data.line.kept || null })
  },
  keep() {
    const { line, at, goods } = this.data
    const wrong = Object.keys(ASKED).reduce((all, name) => Object.assign(all, { [name]: !line[name].trim() && '请填' + ASKED[name] }), /** @type {any} */ ({}))
    if (!/^\d{1,6}(\.\d{1,2})?$/.test(line.price)) wrong.price = '价格写成元，例如 39.8'
    if (faults.missing(wrong)) return undefined
    return this.send(at < 0 ? goods.concat([line]) : goods.map((one, index) => (index === at ? line : one)))
  },
  remove() { return this.send(this.data.goods.filter((_, index) => index !== this.data.at)) },
  async send(goods) {
    this.setData({ busy: true })
    try {
      const { items } = await api.put('/markets/' + this.id + '/goods', { items: goods.map(asked) })
      this.show(items)
      this.setData({ shown: false })
      wx.showToast({ title: '已保存', icon: 'success' })
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
})

function dressed(goods) {
  return Object.assign({}, goods, {
    price: String(goods.price_fen / 100), kept: goods.picture, photo: goods.picture ? server.full('/api/v1/files/' + goods.picture) : '',
    note: goods.origin + ' · ' + say.money(goods.price_fen) + '/' + goods.unit + ' · ' + goods.interested + '人想买',
  })
}

function asked(line) {
  return {
    id: line.id, name: line.name.trim(), origin: line.origin.trim(), price_fen: Math.round(Number(line.price) * 100),
    unit: line.unit.trim() || '份', how_to_buy: line.how_to_buy.trim(), picture: line.picture,
  }
}
