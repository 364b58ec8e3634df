// 我有难处: say it once. The danger card first, then the roads with their last safe days, then a person who has it.
// Somebody may look over a shoulder, and only the service knows danger: nothing that is written here stays on the phone.
const api = require('../../../core/api.js')
const district = require('../../../core/district.js')
const say = require('../../../core/say.js')
const storage = require('../../../core/storage.js')
const subscribe = require('../../../core/subscribe.js')
const { go } = require('../../../core/go.js')

const FITS = { yes: ['可以走', 'good'], unknown: ['还要问一句', 'warn'] }
const SHOWN = 3

Page({
  data: { text: '', asks: '', code: '', busy: false, errors: {}, danger: null, roads: [], question: null, receipt: '', invitation: null, clause: null },
  answers: {},
  onLoad({ clause = '', about = '' } = {}) {
    if (api.isKnown()) subscribe.prepare()
    if (clause) this.readClause(clause, about)
  },
  /** The clause of a covenant that one argues about: its words go along, nobody has to type them. */
  async readClause(code, about) {
    try {
      const it = await api.get('/commons/covenants/' + about, null, { open: true })
      const at = it.clause_codes.indexOf(code)
      if (at >= 0) this.setData({ clause: { code, named: it.title + '第' + (at + 1) + '条', text: it.clauses[at] } })
    } catch (fault) { api.say(fault) }
  },
  typeText(event) { this.setData({ text: event.detail.value, errors: {} }) },
  typeAsks(event) { this.setData({ asks: event.detail.value, errors: {} }) },
  typeCode(event) { this.setData({ code: event.detail.value.trim(), invitation: null }) },
  call(event) { wx.makePhoneCall({ phoneNumber: event.currentTarget.dataset.number, fail: () => {} }) },
  look() {
    if (!this.data.text.trim()) return this.setData({ errors: { text: '请先写一写发生了什么' } })
    this.answers = {}
    return this.ask()
  },
  async ask() {
    this.setData({ busy: true })
    try {
      const said = await api.compute('/appeals/paths', { text: this.data.text, answers: this.answers })
      this.setData({ busy: false, danger: said.danger, roads: said.roads.filter((one) => FITS[one.fits]).slice(0, SHOWN).map(dressed), question: said.next_question && asked(said.next_question) })
    } catch (fault) {
      this.setData({ busy: false })
      api.say(fault)
    }
  },
  choose(event) {
    const { id } = event.currentTarget.dataset
    this.answers[this.data.question.id] = id === 'true' ? true : id === 'false' ? false : id
    return this.ask()
  },
  chooseDay(event) {
    this.answers[this.data.question.id] = event.detail.value
    return this.ask()
  },
  skip() { this.setData({ question: null }) },
  /** The community chosen in 我的; without one the district's own code, so that it reaches somebody. */
  async body() {
    let community = ''
    if (storage.get('token')) community = (await api.get('/me')).community_code
    return { asks: this.data.asks, text: this.data.text, community: community || district.known().code, answers: this.answers, clause: this.data.clause ? this.data.clause.code : '' }
  },
  async send() {
    if (!this.data.asks.trim()) return this.setData({ errors: { asks: '请写明想请谁做什么' } })
    subscribe.offer(['progress'])
    this.setData({ busy: true })
    try {
      const said = await api.post('/appeals', await this.body())
      this.setData({ busy: false })
      go('/pages/appeals/appeal/appeal?number=' + said.number)
    } catch (fault) {
      this.setData({ busy: false })
      api.say(fault)
    }
  },
  async sendAnonymous() {
    if (!this.data.asks.trim()) return this.setData({ errors: { asks: '请写明想请谁做什么' } })
    this.setData({ busy: true })
    try {
      const said = await api.compute('/appeals/anonymous', await this.body())
      this.setData({ busy: false, receipt: said.receipt })
    } catch (fault) {
      this.setData({ busy: false })
      api.say(fault)
    }
  },
  async readInvitation() {
    try {
      const invitation = await api.compute('/mediations/invitations', { code: this.data.code })
      this.setData({ invitation: Object.assign({}, invitation, { answerBy: invitation.answer_by && say.moment(invitation.answer_by) }) })
    } catch (fault) { api.say(fault) }
  },
  async decline() {
    try {
      await api.compute('/mediations/invitations/decline', { code: this.data.code })
      this.setData({ invitation: null, code: '' })
      wx.showToast({ title: '已告诉调解员您不同意', icon: 'none' })
    } catch (fault) { api.say(fault) }
  },
  sayYes() { return this.saySettled(true) },
  sayNo() { return this.saySettled(false) },
  async saySettled(settled) {
    try {
      await api.compute('/appeals/other-side/settled', { code: this.data.code, settled })
      this.setData({ code: '' })
      wx.showToast({ title: '已记下', icon: 'none' })
    } catch (fault) { api.say(fault) }
  },
  async join() {
    subscribe.offer(['progress'])
    try {
      const said = await api.post('/mediations/join', { code: this.data.code })
      go('/pages/appeals/mediation/mediation?id=' + said.id)
    } catch (fault) { api.say(fault) }
  },
})

function dressed(road) {
  const [fitText, kind] = FITS[road.fits]
  return Object.assign({}, road, { fitText, kind, paperText: road.papers.join('、') })
}

function asked(question) {
  const yesNo = [{ id: 'true', text: '是' }, { id: 'false', text: '不是' }]
  return Object.assign({}, question, { choices: question.kind === 'yes_no' ? yesNo : question.choices || [] })
}
