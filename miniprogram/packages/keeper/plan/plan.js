// Planning an activity: what, where, its sessions, when people register, what they are asked.
const api = require('../../../core/api.js')
const clock = require('../../../core/clock.js')
const draft = require('../../../core/draft.js')
const communities = require('../communities.js')
const reasons = require('../reasons.js')
const sessions = require('./sessions.js')
const venues = require('../venues.js')

const KINDS = [['course', '课程'], ['talk', '讲座'], ['sport', '体育'], ['culture', '文化'], ['children', '亲子'], ['elderly', '长者'], ['volunteering', '志愿'], ['clinic', '健康']].map(([value, text]) => ({ value, text }))
const WHERE = [{ id: 'venue', text: '在我管的场地' }, { id: 'other', text: '在别的地方' }]
const NAME = 'activity-plan'
const KEPT = ['title', 'kind', 'kindAt', 'summary', 'organiser', 'contact', 'where', 'placeName', 'opensDate', 'opensTime', 'closesDate', 'closesTime', 'planned', 'questions', 'minAge', 'maxAge']
const QUESTION = { text: '', required: false, choices: '' }

Page({
  behaviors: [venues],
  data: {
    kinds: KINDS, wheres: WHERE, title: '', kind: 'course', kindAt: 0, summary: '', organiser: '', contact: '', where: 'venue', placeName: '', communities: [], community: 0,
    opensDate: clock.today(), opensTime: '09:00', closesDate: clock.addDays(clock.today(), 6), closesTime: '18:00', planned: [], rows: [], questions: [], minAge: '', maxAge: '',
    sheet: '', at: -1, session: sessions.fresh(), question: QUESTION, refusal: '', busy: false,
  },
  onLoad() {
    const unsent = draft.load(NAME)
    if (unsent) this.setData(unsent)
    this.rows(this.data.planned)
    this.loadVenues()
  },
  async loadVenue() {
    this.setData({ communities: await communities.all() })
    if (!this.data.venues.length) this.setData({ where: 'other' })
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
    const kept = {}
    KEPT.forEach((name) => { kept[name] = this.data[name] })
    draft.save(NAME, kept)
  },
  rows(planned) { this.setData({ rows: planned.map(sessions.row) }) },
  close() { this.setData({ sheet: '' }) },
  addSession() { this.setData({ sheet: 'session', at: -1, session: sessions.fresh() }) },
  editSession(event) {
    const at = Number(event.currentTarget.dataset.at)
    this.setData({ sheet: 'session', at, session: this.data.planned[at] })
  },
  writeSession(event) { this.setData({ ['session.' + event.currentTarget.dataset.name]: event.detail.value }) },
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
    if (!question.text.trim()) return wx.showToast({ title: '请写问题', icon: 'none' })
    return this.keep({ sheet: '', questions: at < 0 ? questions.concat([question]) : questions.map((one, index) => (index === at ? question : one)) })
  },
  removeQuestion() { this.keep({ sheet: '', questions: this.data.questions.filter((_, index) => index !== this.data.at) }) },
  async submit() {
    const missing = this.missing()
    if (missing) return this.setData({ refusal: missing })
    this.setData({ busy: true, refusal: '' })
    try {
      const made = await api.post('/activities', this.wanted())
      draft.clear(NAME)
      wx.redirectTo({ url: '/packages/keeper/activity/activity?id=' + made.id })
    } catch (fault) {
      this.setData({ busy: false, refusal: reasons.told(fault) })
    }
    return undefined
  },
  missing() {
    const { title, summary, organiser, planned, where, placeName } = this.data
    if (!title.trim()) return '请填活动名称'
    if (!summary.trim()) return '请写活动内容'
    if (!organiser.trim()) return '请填主办单位'
    if (where === 'other' && !placeName.trim()) return '请填活动地点'
    return planned.length ? '' : '请至少加一场'
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
    if (!minAge && !maxAge) return null
    return { min_age: minAge ? Number(minAge) : null, max_age: maxAge ? Number(maxAge) : null, notice_minutes: 0, cancel_minutes: 120 }
  },
})

const asked = ({ text, required, choices }, at) => ({ id: 'q' + (at + 1), text: text.trim(), required, choices: choices.split(/[、,，\s]+/).filter(Boolean) })
