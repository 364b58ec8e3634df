// An anonymous tip, opened by its receipt alone. The receipt is kept by this page only while it is open.
const api = require('../../../core/api.js')
const { go } = require('../../../core/go.js')

const PATHS = { messages: '/tips/receipts/messages', rating: '/tips/receipts/rating', reopen: '/tips/receipts/reopen', withdraw: '/tips/receipts/withdraw' }

const reading = (path, body) => api.compute(path, body, { waits: true })

Page({
  data: { receipt: '', tip: null, busy: false, error: '' },
  type(event) { this.setData({ receipt: event.detail.value, error: '' }) },
  async open() {
    if (this.data.receipt.replace(/\D/g, '').length !== 16) return this.setData({ error: '回执是16位数字' })
    return this.ask('/tips/receipts', {})
  },
  act(event) { return this.ask(PATHS[event.detail.action], event.detail.body, '已提交') },
  async ask(path, body, said) {
    this.setData({ busy: true })
    try {
      this.setData({ tip: await (said ? api.tell : reading)(path, Object.assign({ receipt: this.data.receipt }, body)), busy: false, error: '' })
      if (said) wx.showToast({ title: said, icon: 'none' })
    } catch (fault) {
      this.setData({ busy: false })
      if (fault.code === 'tips.receipt_unknown') this.setData({ error: fault.sentence })
      else api.say(fault)
    }
  },
  leave() { this.setData({ tip: null, receipt: '' }) },
  safety() { go('/pages/tips/safety/safety') },
})
