// One activity for its keeper: publish, who registered and what they answered, places, calling off.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')

const KINDS = { confirmed: 'plain', checked_in: 'good', waiting: 'warn', offered: 'warn', pending: 'warn', no_show: 'bad' }
const ENDED = ['cancelled', 'over']

Page({
  behaviors: [lists],
  data: { one: null, sessions: [], ending: false, reason: '', session: null, capacity: '', busy: false },
  onLoad({ id }) { this.id = id },
  onShow() { this.reload() },
  async fetchPage(cursor) {
    if (!cursor) this.show(await api.get('/activities/keeper/' + this.id))
    return api.get('/activities/' + this.id + '/registrations', { cursor, limit: 50 })
  },
  show(one) {
    this.texts = {}
    one.questions.forEach((question) => { this.texts[question.id] = question.text })
    this.setData({ one, sessions: one.sessions.map(dressed), window: say.moment(one.opens_at) + ' 到 ' + say.moment(one.closes_at), over: ENDED.indexOf(one.state) >= 0 })
  },
  dressItem(one) {
    const answers = Object.keys(one.answers || {}).filter((id) => one.answers[id]).map((id) => (this.texts[id] || id) + '：' + one.answers[id])
    const who = (one.nickname || '居民') + (one.for_family ? '的家人' : '') + '，' + one.people + '人'
    return { id: one.id, who, when: say.moment(one.starts_at), answers, state_text: one.state_text, kind: KINDS[one.state] || 'plain' }
  },
  publish() { return this.send('/publish', {}, '已发布，居民可以报名') },
  revise() { wx.navigateTo({ url: '/packages/keeper/plan/plan?id=' + this.id }) },
  openEnding() { this.setData({ ending: true, reason: '' }) },
  closeEnding() { this.setData({ ending: false }) },
  write(event) { this.setData({ [event.currentTarget.dataset.name]: event.detail.value }) },
  callOff() {
    const reason = this.data.reason.trim()
    if (!reason) return wx.showToast({ title: '请写原因，报名的人都会看到', icon: 'none' })
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
      wx.showModal({ title: '没有成功', content: fault.sentence, showCancel: false, confirmText: '知道了' })
    }
    this.setData({ busy: false })
  },
})

function dressed(session) {
  const dates = session.meetings.map((one) => say.moment(one.starts_at) + '–' + say.time(one.ends_at))
  const told = '名额' + session.places + '，余' + session.left + (session.waiting ? '，候补' + session.waiting : '')
  return { id: session.id, title: session.title, told, places: session.places, dates }
}
