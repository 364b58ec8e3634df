// A session before the judge: the line of thirty minutes that both sides see, the record, the ruling.
const api = require('../../../core/api.js')

const PROMISED = 1800

Page({
  data: { loading: true, fault: null, it: null, busy: false },
  onLoad({ id }) { this.path = '/confirmations/' + id; this.load() },
  async load() {
    try { this.setData({ loading: false, fault: null, it: dressed(await api.get(this.path)) }) } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence } }) }
  },
  async act(path, body) {
    this.setData({ busy: true })
    try {
      await api.post(this.path + path, body || {})
      this.setData({ busy: false })
      await this.load()
    } catch (fault) {
      this.setData({ busy: false })
      api.say(fault)
    }
  },
  book() { return this.act('/book', {}) },
  confirmRecord() { return this.act('/confirm-record', { record_hash: this.data.it.record_hash }) },
  offline() { return this.act('/offline', { reason: '当事人要求线下办理' }) },
  withdraw() { return this.act('/withdraw', {}) },
})

function dressed(it) {
  const minutes = Math.floor(it.promise.used_seconds / 60)
  const line = it.promise.kept === true ? `用了${minutes}分钟，三十分钟内办完` : it.promise.kept === false ? `已用${minutes}分钟，超过了三十分钟` : it.promise.paused ? `暂停中，已用${minutes}分钟` : `已用${minutes}分钟，承诺三十分钟`
  return Object.assign({}, it, {
    line, share: Math.min(100, Math.round((it.promise.used_seconds / PROMISED) * 100)), mayBook: it.state === 'filed' && !it.room,
    mayConfirmRecord: it.state === 'heard' && it.record_confirmed < it.parties, mayLeave: it.allowed.includes('withdrawn'),
  })
}
