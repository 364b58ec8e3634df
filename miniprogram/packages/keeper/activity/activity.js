// One activity for its keeper: publish, who registered and what they answered, places, calling off.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const handing = require('../../../core/handing.js')
const printed = require('../../../core/printed.js')
const { go } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')

const KINDS = { confirmed: 'plain', checked_in: 'good', waiting: 'warn', offered: 'warn', pending: 'warn', no_show: 'bad' }
const RELATIONS = { child: '子女', parent: '父母', spouse: '配偶', grandparent: '祖父母', grandchild: '孙子女', ward: '被监护人' }
const ENDED = ['cancelled', 'over']

Page({
  behaviors: [lists, handing],
  id: '', texts: null,
  data: { one: null, sessions: [], ending: false, reason: '', session: null, capacity: '', busy: false, messaging: false, calling: null, words: '' },
  onLoad({ id }) { this.id = id },
  onShow() { this.reload() },
  async fetchPage() {
    this.show(await api.get('/activities/keeper/' + this.id))
    const { items } = await api.get('/activities/' + this.id + '/participants')
    return { items, next_cursor: null }
  },
  code() { return printed.show('activity', this.id) },
  show(one) {
    this.texts = {}
    one.questions.forEach((question) => { this.texts[question.id] = question.text })
    this.setData({ one, sessions: one.sessions.map(dressed), window: say.moment(one.opens_at) + ' 到 ' + say.moment(one.closes_at), over: ENDED.indexOf(one.state) >= 0 })
  },
  dressItem(one) {
    const answers = Object.keys(one.answers || {}).filter((id) => one.answers[id]).map((id) => (this.texts[id] || id) + '：' + one.answers[id])
    const who = (one.name || '居民') + (one.age === null ? '' : '，' + one.age + '岁') + (one.people > 1 ? '，' + one.people + '人' : '')
    const guardian = one.guardian === null ? '' : '监护人：' + (one.guardian || '居民') + '（' + (RELATIONS[one.relation] || '家人') + '）'
    return { id: one.booking_id, who, guardian, session: one.session, answers, came: one.visits.length ? '到了' + one.visits.length + '次' : '', state_text: one.state_text, kind: KINDS[one.state] || 'plain' }
  },
  rollCall() { return this.openFile('/activities/' + this.id + '/roll-call.xlsx', 'xlsx') },
  openMessage() { this.setData({ messaging: true, words: '' }) },
  closeMessage() { this.setData({ messaging: false }) },
  async sendMessage() {
    const text = this.data.words.trim()
    if (faults.missing({ words: !text && '请写内容' })) return undefined
    this.setData({ busy: true })
    try {
      const { told } = await api.post('/activities/' + this.id + '/messages', { text })
      wx.showToast({ title: '已通知' + told + '人', icon: 'none' })
      this.setData({ messaging: false })
    } catch (fault) { api.say(fault) }
    return this.setData({ busy: false })
  },
  openCall(event) {
    const { id, who } = event.currentTarget.dataset
    this.setData({ calling: { id, who }, words: '' })
  },
  closeCall() { this.setData({ calling: null }) },
  async callBack() {
    const reason = this.data.words.trim()
    if (faults.missing({ words: !reason && '请写为什么要回电，会留下记录' })) return undefined
    try {
      const { phone } = await api.post('/venues/bookings/' + this.data.calling.id + '/call-back', { reason })
      this.setData({ calling: null })
      wx.makePhoneCall({ phoneNumber: phone, fail: () => ask({ title: '电话', content: phone, showCancel: false, confirmText: '知道了' }) })
    } catch (fault) { api.say(fault) }
    return undefined
  },
  publish() { return this.send('/publish', {}, '已发布，居民可以报名') },
  revise() { go('/packages/keeper/plan/plan?id=' + this.id) },
  openEnding() { this.setData({ ending: true, reason: '' }) },
  closeEnding() { this.setData({ ending: false }) },
  write(event) { this.setData({ [event.currentTarget.dataset.name]: event.detail.value }) },
  callOff() {
    const reason = this.data.reason.trim()
    if (faults.missing({ reason: !reason && '请写原因，报名的人都会看到' })) return undefined
    return this.send('/call-off', { reason }, '已取消并通知大家')
  },
  openCapacity(event) {
    const session = this.data.sessions[Number(event.currentTarget.dataset.at)]
    this.setData({ session, capacity: String(session.places) })
  },
  closeCapacity() { this.setData({ session: null }) },
  changeCapacity() { return this.send('/sessions/' + this.data.session.id + '/capacity', { capacity: Number(this.data.capacity) }, '名额已更新') },
  async send(path, body, done) {
    this.setData({ busy: true })
    try {
      this.show(await api.post('/activities/' + this.id + path, body))
      wx.showToast({ title: done, icon: 'none' })
      this.setData({ ending: false, session: null })
      await this.reload()
    } catch (fault) {
      ask({ title: '没有成功', content: fault.sentence, showCancel: false, confirmText: '知道了' })
    }
    this.setData({ busy: false })
  },
})

function dressed(session) {
  const dates = session.meetings.map((one) => say.moment(one.starts_at) + '–' + say.time(one.ends_at))
  const told = '名额' + session.places + '，余' + session.left + (session.waiting ? '，候补' + session.waiting : '')
  return { id: session.id, title: session.title, told, places: session.places, dates }
}
