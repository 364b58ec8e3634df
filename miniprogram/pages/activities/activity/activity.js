// An activity: what it is, its sessions and dates, and registering for one.
const api = require('../../../core/api.js')
const clock = require('../../../core/clock.js')
const resumed = require('../../../core/resumed.js')
const say = require('../../../core/say.js')
const subscribe = require('../../../core/subscribe.js')
const { openedWith } = require('../../../core/scene.js')
const storage = require('../../../core/storage.js')
const pulled = require('../../../core/pulled.js')
const { replace } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')

const NOBODY = [{ value: '', text: '我自己' }]

Page({
  behaviors: [pulled, resumed],
  id: '',
  data: { loading: true, fault: null, one: null, closes: '', session: '', people: '1', member: '', born: '', family: NOBODY, answers: {}, errors: {}, refusal: '', canWait: false, busy: false, today: clock.today() },
  onLoad(options) {
    const { id } = openedWith(options)
    this.id = id
    this.offerDraft('activity:' + id)
    this.load()
  },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      const one = await api.get('/activities/' + this.id, null, { open: true })
      wx.setNavigationBarTitle({ title: one.title })
      this.setData({ loading: false, one, sessions: one.sessions.map(dressed), questions: one.questions.map(asked), opens: say.moment(one.opens_at), closes: say.moment(one.closes_at) })
      this.choose(this.data.session || one.sessions[0].id)
      this.readFamily()
    } catch (fault) {
      this.setData({ fault: { sentence: fault.sentence, status: fault.status }, loading: false })
    }
  },
  async readFamily() {
    if (!storage.get('token')) return
    subscribe.prepare()
    try {
      const { items } = await api.get('/me/family')
      this.setData({ family: NOBODY.concat(items.map((one) => ({ value: one.id, text: one.name }))) })
    } catch (_) { /* one can register oneself */ }
  },
  resume(kept) { this.setData(kept) },
  chooseSession(event) { this.choose(event.detail.value) },
  choose(id) {
    const found = this.data.one.sessions.find((one) => one.id === id) || this.data.one.sessions[0]
    this.setData({ session: found.id, canWait: found.left < 1, refusal: '' })
  },
  chooseMember(event) { this.keep({ member: event.detail.value }) },
  typePeople(event) { this.keep({ people: event.detail.value }) },
  typeBorn(event) { this.keep({ born: event.detail.value }) },
  typeAnswer(event) { this.keep({ answers: Object.assign({}, this.data.answers, { [event.currentTarget.dataset.id]: event.detail.value }) }) },
  keep(some) {
    this.setData(some)
    const { people, member, born, answers } = this.data
    this.saveDraft({ people, member, born, answers })
  },
  register() { return this.send('registrations') },
  wait() { return this.send('waits') },
  async enterDraw() {
    subscribe.offer(['progress'])
    const { session, member, born, answers } = this.data
    this.setData({ busy: true, refusal: '', errors: {} })
    try {
      const { number } = await api.post('/activities/' + this.id + '/draw-entries', { session_id: session, member_id: member || null, born: born || null, answers })
      this.endDraft()
      ask({ title: '已参加抽签', content: '您是第' + number + '号。' + this.data.closes + '截止后抽签，结果会通知您。', showCancel: false, confirmText: '知道了' })
    } catch (fault) { this.refuse(fault) }
    this.setData({ busy: false })
  },
  refuse(fault) {
    const errors = {}
    Object.keys(fault.fields || {}).forEach((name) => { errors[name.replace('answers.', '')] = [].concat(fault.fields[name])[0] })
    this.setData({ busy: false, refusal: fault.sentence, errors, canWait: this.data.canWait || fault.code === 'venues.slot_full' })
  },
  async send(action) {
    const { session, people, member, born, answers } = this.data
    subscribe.offer(['progress', 'reminder'])
    this.setData({ busy: true, refusal: '', errors: {} })
    try {
      const body = { session_id: session, people: Number(people) || 1, member_id: member || null, born: born || null, answers }
      const booking = await api.post('/activities/' + this.id + '/' + action, body)
      this.endDraft()
      replace('/pages/venues/booking/booking?id=' + booking.id + '&fresh=1')
    } catch (fault) {
      this.refuse(fault)
    }
  },
  onShareAppMessage() { return { title: this.data.one ? this.data.one.title : '社区活动', path: '/pages/activities/activity/activity?id=' + this.id } },
})

const asked = (question) => Object.assign({}, question, { label: question.text + (question.required ? '（必答）' : ''), items: (question.choices || []).map((text) => ({ value: text, text })) })

function dressed(session) {
  const dates = session.meetings.map((one) => say.moment(one.starts_at) + '–' + say.time(one.ends_at))
  const left = session.left > 0 ? '余' + session.left + '个名额' : '已满，可候补'
  return { value: session.id, text: session.title + '：' + left, note: dates.join('；'), dates }
}
