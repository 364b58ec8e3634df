// A session before the judge: the line of thirty minutes that both sides see, the record, the ruling.
const api = require('../../../core/api.js')
const clock = require('../../../core/clock.js')
const say = require('../../../core/say.js')
const subscribe = require('../../../core/subscribe.js')

const PROMISED = 1800
const SHOWN = 8
const DAYS = [1, 2, 3, 4, 5, 6]
const NOWHERE = ['confirmations.no_court_here', 'confirmations.after_last_day', 'mediations.talk_apart']

Page({
  path: '',
  data: { loading: true, fault: null, it: null, slots: [], nowhere: '', busy: false },
  onLoad({ id }) { this.path = '/confirmations/' + id; subscribe.prepare(); this.load() },
  async load() {
    try { this.setData({ loading: false, fault: null, it: dressed(await api.get(this.path)) }) } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  async act(path, body) {
    this.setData({ busy: true })
    try {
      await api.post(this.path + path, body || {})
      this.setData({ busy: false, slots: [], nowhere: '' })
      await this.load()
    } catch (fault) { this.refused(fault) }
  },
  /** What leads nowhere stays on the page with the way that is left; the rest is said in passing. */
  refused(fault) {
    this.setData({ busy: false, nowhere: NOWHERE.includes(fault.code) ? fault.sentence : '' })
    if (!this.data.nowhere) api.say(fault)
  },
  /** The free half hours of the next working days. */
  async times() {
    this.setData({ busy: true })
    try {
      const days = await Promise.all(DAYS.map((n) => api.get('/confirmations/slots?day=' + clock.addDays(clock.today(), n))))
      const free = days.flatMap((day) => some(day.items.filter((one) => one.rooms && one.judges)))
      this.setData({ busy: false, nowhere: free.length ? '' : '往后六天没有空的确认室或法官，可以转线下办，编号不变。', slots: free.slice(0, SHOWN).map((one) => Object.assign({}, one, { text: say.moment(one.starts_at) })) })
    } catch (fault) { this.refused(fault) }
  },
  bookAt(event) {
    subscribe.offer(['progress', 'reminder'])
    return this.act('/book', { starts_at: event.currentTarget.dataset.at })
  },
  comeIn() { return this.act('/presence', {}) },
  book() {
    subscribe.offer(['progress', 'reminder'])
    return this.act('/book', {})
  },
  confirmRecord() { return this.act('/confirm-record', { record_hash: this.data.it.record_hash }) },
  offline() { return this.act('/offline', { reason: '当事人要求线下办理' }) },
  withdraw() { return this.act('/withdraw', {}) },
})

/** The first, the middle and the last of a day: enough to choose from on a telephone. */
function some(items) {
  if (items.length <= 3) return items
  return [items[0], items[Math.floor(items.length / 2)], items[items.length - 1]]
}

function dressed(it) {
  const minutes = Math.floor(it.promise.used_seconds / 60)
  const line = it.promise.kept === true ? `用了${minutes}分钟，三十分钟内办完` : it.promise.kept === false ? `已用${minutes}分钟，超过了三十分钟` : it.promise.paused ? `暂停中，已用${minutes}分钟` : `已用${minutes}分钟，承诺三十分钟`
  const who = { a: '甲方', b: '乙方', mediator: '调解员', judge: '法官' }
  const here = it.present.map((one) => who[one] || '另一方').join('、') || '还没有人'
  const mode = { video: '视频办理', sample: '示例房间，没有画面', record: '视频不通，按笔录办，您的位置不变', none: '视频正在接通，接不通就按笔录办' }[it.video.mode]
  const ruling = `法院最晚${say.day(it.rule_by)}作出裁定${it.extended ? '（经院长批准延长）' : ''}`
  return Object.assign({}, it, {
    when: say.moment(it.starts_at), until: it.rule_by ? ruling : `最晚${say.day(it.deadline)}前申请`, seeing: `${mode}；已到：${here}`, line, share: Math.min(100, Math.round((it.promise.used_seconds / PROMISED) * 100)), mayBook: it.state === 'filed' && !it.room,
    mayConfirmRecord: it.state === 'heard' && it.record_confirmed < it.parties, mayLeave: it.allowed.includes('withdrawn'),
  })
}
