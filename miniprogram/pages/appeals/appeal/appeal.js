// My appeal: who has it, until when; the receipt; what was said.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const handing = require('../../../core/handing.js')
const subscribe = require('../../../core/subscribe.js')

Page({
  behaviors: [handing],
  number: null,
  data: { loading: true, fault: null, it: null, text: '', busy: false, asks: false },
  onLoad({ number }) { this.number = number; subscribe.isOffered(['progress']).then((asks) => this.setData({ asks })); this.load() },
  wantsMessages() {
    subscribe.offer(['progress']).then(() => this.setData({ asks: false }))
  },
  async load() {
    try {
      const it = await api.get('/appeals/' + this.number)
      this.setData({ loading: false, fault: null, it: Object.assign({}, it, { due: say.moment(it.due_at), canWithdraw: it.allowed.includes('withdrawn'), canReopen: it.allowed.includes('reopened'), maySettle: !it.said_settled.asker && ['triaged', 'in_hand', 'settled', 'reopened'].includes(it.state) }) })
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  type(event) { this.setData({ text: event.detail.value }) },
  async act(path, body, said) {
    this.setData({ busy: true })
    try {
      await api.post('/appeals/' + this.number + path, body || {})
      this.setData({ busy: false, text: '' })
      wx.showToast({ title: said, icon: 'none' })
      await this.load()
    } catch (fault) {
      this.setData({ busy: false })
      api.say(fault)
    }
  },
  write() {
    if (!this.data.text.trim()) return undefined
    subscribe.offer(['progress'])
    return this.act('/messages', { text: this.data.text }, '已发送')
  },
  settled() { return this.act('/settled', { settled: true }, '已记下') },
  withdraw() { return this.act('/withdraw', {}, '已撤回') },
  reopen() { return this.act('/reopen', { reason: this.data.text.trim() || '还没有解决' }, '已重新打开') },
  openReceipt() { return this.openFile('/appeals/' + this.number + '/receipt.pdf', 'pdf') },
})
