// Planning an activity, or a draft anew (`?id=`): what, where, its sessions, when people register, what they are asked.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const clock = require('../../../core/clock.js')
const resumed = require('../../../core/resumed.js')
const communities = require('../communities.js')
const reasons = require('../reasons.js')
const sessions = require('./sessions.js')
const venues = require('../venues.js')
const { replace } = require('../../../core/go.js')

const KINDS = [['course', '课程'], ['talk', '讲座'], ['sport', '体育'], ['culture', '文化'], ['children', '亲子'], ['elderly', '长者'], ['volunteering', '志愿'], ['clinic', '健康']].map(([value, text]) => ({ value, text }))
const WHERE = [{ id: 'venue', text: '在我管的场地' }, { id: 'other', text: '在别的地方' }]
const NAME = 'activity-plan'
const ACTIVITY = '/packages/keeper/activity/activity?id='
const USUAL = { notice_minutes: 0, cancel_minutes: 120 }
const WHEN = ['date', 'from', 'to', 'weeks']
const KEPT = ['title', 'kind', 'kindAt', 'summary', 'organiser', 'contact', 'where', 'placeName', 'opensDate', 'opensTime', 'closesDate', 'closesTime', 'planned', 'questions', 'minAge', 'maxAge']
const QUESTION = { text: '', required: false, choices: '' }

Page({
  behaviors: [venues, resumed],
  id: '', former: null, made: null,
  data: {
    kinds: KINDS, wheres: WHERE, title: '', kind: 'course', kindAt: 0, summary: '', organiser: '', contact: '', where: 'venue', placeName: '', communities: [], community: 0,
    opensDate: clock.today(), opensTime: '09:00', closesDate: clock.addDays(clock.today(), 6), closesTime: '18:00', planned: [], rows: [], questions: [], minAge: '', maxAge: '',
    sheet: '', at: -1, session: sessions.fresh(), question: QUESTION, refusal: '', busy: false,
  },
  onLoad({ id }) {
    this.id = id
    if (id) wx.setNavigationBarTitle({ title: '修改活动' })
    if (!id) this.offerDraft(NAME)
    this.rows(this.data.planned)
    this.loadVenues()
  },
  async loadVenue() {
    this.setData({ communities: await communities.all() })
    if (!this.data.venues.length) this.setData({ where: 'other' })
    if (this.id && !this.former) this.show(await api.get('/activities/keeper/' + this.id))
  },
  show(one) {
    this.former = one
    const { venues: mine, communities: known } = this.data
    const venue = mine.findIndex(({ id }) => id === one.venue_id)
    this.setData(Object.assign(asWritten(one), {
      where: venue < 0 ? 'other' : 'venue', venue: Math.max(venue, 0), community: Math.max(known.findIndex(({ code }) => code === one.community), 0),
    }))
    this.rows(this.data.planned)
  },
  resume(unsent) {
    this.setData(unsent)
    this.rows(this.data.planned)
  },
  write(event) { this.keep({ [event.currentTarget.dataset.name]: event.detail.value }) },
  turn(event) { this.keep({ where: event.detail.id }) },
  chooseKind(event) {
    const kindAt = Number(event.detail.value)
    this.keep({ kindAt, kind: KINDS[kindAt].value })
  },
  chooseCommunity(event) { this.setData({ community: Number(event.detail.value) }) },
  keep(some) {
    this.setData(Object.assign({ refusal: '' }, some))
    if (this.id) return
    const kept = {}
    KEPT.forEach((name) => { kept[name] = this.data[name] })
    this.saveDraft(kept)
  },
  rows(planned) { this.setData({ rows: planned.map(sessions.row) }) },
  close() { this.setData({ sheet: '' }) },
  addSession() { this.setData({ sheet: 'session', at: -1, session: sessions.fresh() }) },
  editSession(event) {
    const at = Number(event.currentTarget.dataset.at)
    this.setData({ sheet: 'session', at, session: this.data.planned[at] })
  },
  writeSession(event) {
    const { name } = event.currentTarget.dataset
    const session = Object.assign({}, this.data.session, { [name]: event.detail.value })
    if (WHEN.indexOf(name) >= 0) delete session.irregular
    this.setData({ session })
  },
  keepSession() {
    const { session, at, planned } = this.data
    const wrong = sessions.wrong(session)
    if (wrong) return wx.showToast({ title: wrong, icon: 'none' })
    return this.plan(at < 0 ? planned.concat([session]) : planned.map((one, index) => (index === at ? session : one)))
  },
  removeSession() { this.plan(this.data.planned.filter((_, index) => index !== this.data.at)) },
  plan(planned) {
    this.keep({ planned, sheet: '' })
    this.rows(planned)
  },
  addQuestion() { this.setData({ sheet: 'question', at: -1, question: QUESTION }) },
  editQuestion(event) {
    const at = Number(event.currentTarget.dataset.at)
    this.setData({ sheet: 'question', at, question: this.data.questions[at] })
  },
  writeQuestion(event) { this.setData({ ['question.' + event.currentTarget.dataset.name]: event.detail.value }) },
  keepQuestion() {
    const { question, at, questions } = this.data
    if (faults.missing({ text: !question.text.trim() && '请写问题' })) return undefined
    return this.keep({ sheet: '', questions: at < 0 ? questions.concat([question]) : questions.map((one, index) => (index === at ? question : one)) })
  },
  removeQuestion() { this.keep({ sheet: '', questions: this.data.questions.filter((_, index) => index !== this.data.at) }) },
  async submit() {
    if (this.isMissing()) return undefined
    this.setData({ busy: true, refusal: '' })
    try {
      if (this.id) await api.put('/activities/' + this.id, this.wanted())
      else this.made = await api.post('/activities', this.wanted())
      this.leave()
    } catch (fault) {
      this.setData({ busy: false, refusal: reasons.told(fault) })
    }
    return undefined
  },
  leave() {
    if (this.id) return wx.navigateBack({ fail: () => replace(ACTIVITY + this.id) })
    if (!this.id) this.endDraft()
    return replace(ACTIVITY + this.made.id)
  },
  isMissing() {
    const { title, summary, organiser, planned, where, placeName } = this.data
    return faults.missing({
      title: !title.trim() && '请填活动名称', summary: !summary.trim() && '请写活动内容', organiser: !organiser.trim() && '请填主办单位',
      placeName: where === 'other' && !placeName.trim() && '请填活动地点', sessions: !planned.length && '请至少加一场',
    })
  },
  wanted() {
    const { title, kind, summary, organiser, contact, planned, questions } = this.data
    const at = (date, time) => date + 'T' + time + ':00+08:00'
    return Object.assign({
      title: title.trim(), kind, summary: summary.trim(), organiser: organiser.trim(), contact: contact.trim(),
      opens_at: at(this.data.opensDate, this.data.opensTime), closes_at: at(this.data.closesDate, this.data.closesTime),
      questions: questions.map(asked), sessions: planned.map(sessions.sent), rules: this.rules(),
    }, this.place())
  },
  place() {
    if (this.data.where === 'venue') return { venue_id: this.current().id }
    return { place_name: this.data.placeName.trim(), community: this.data.communities[this.data.community].code }
  },
  rules() {
    const { minAge, maxAge } = this.data
    if (!this.former && !minAge && !maxAge) return null
    const ages = { min_age: minAge ? Number(minAge) : null, max_age: maxAge ? Number(maxAge) : null }
    return Object.assign({}, this.former ? this.former.booking_rules : USUAL, ages)
  },
})

const asked = ({ text, required, choices }, at) => ({ id: 'q' + (at + 1), text: text.trim(), required, choices: choices.split(/[、,，\s]+/).filter(Boolean) })

/** A draft of the server's as this page's fields. */
function asWritten(one) {
  const text = (number) => (number === null ? '' : String(number))
  return {
    title: one.title, kind: one.kind, kindAt: KINDS.findIndex(({ value }) => value === one.kind), summary: one.summary, organiser: one.organiser, contact: one.contact, placeName: one.place_name,
    opensDate: one.opens_at.slice(0, 10), opensTime: one.opens_at.slice(11, 16), closesDate: one.closes_at.slice(0, 10), closesTime: one.closes_at.slice(11, 16),
    planned: one.sessions.map(sessions.planned), minAge: text(one.booking_rules.min_age), maxAge: text(one.booking_rules.max_age),
    questions: one.questions.map(({ text: asks, required, choices }) => ({ text: asks, required: Boolean(required), choices: (choices || []).join('、') })),
  }
}
