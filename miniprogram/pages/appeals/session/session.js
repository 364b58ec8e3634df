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
  comeIn() { return this.act('/presence', {}) },
  book() { return this.act('/book', {}) },
  confirmRecord() { return this.act('/confirm-record', { record_hash: this.data.it.record_hash }) },
  offline() { return this.act('/offline', { reason: '当事人要求线下办理' }) },
  withdraw() { return this.act('/withdraw', {}) },
})

function dressed(it) {
  const minutes = Math.floor(it.promise.used_seconds / 60)
  const line = it.promise.kept === true ? `用了${minutes}分钟，三十分钟内办完` : it.promise.kept === false ? `已用${minutes}分钟，超过了三十分钟` : it.promise.paused ? `暂停中，已用${minutes}分钟` : `已用${minutes}分钟，承诺三十分钟`
  const who = { a: '甲方', b: '乙方', mediator: '调解员', judge: '法官' }
  const here = it.present.map((one) => who[one] || '另一方').join('、') || '还没有人'
  const mode = { video: '视频办理', sample: '示例房间，没有画面', record: '视频不通，按笔录办，您的位置不变', none: '视频正在接通，接不通就按笔录办' }[it.video.mode]
  return Object.assign({}, it, {
    seeing: `${mode}；已到：${here}`, line, share: Math.min(100, Math.round((it.promise.used_seconds / PROMISED) * 100)), mayBook: it.state === 'filed' && !it.room,
    mayConfirmRecord: it.state === 'heard' && it.record_confirmed < it.parties, mayLeave: it.allowed.includes('withdrawn'),
  })
}
