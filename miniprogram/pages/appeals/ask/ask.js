// 我有难处: say it once. The danger card first (it brings itself into view), then the roads with their last safe days, then a person who has it.
// Somebody may look over a shoulder, and only the service knows danger: nothing that is written here stays on the phone.
const api = require('../../../core/api.js')
const district = require('../../../core/district.js')
const keys = require('../../../core/keys.js')
const me = require('../../../core/me.js')
const say = require('../../../core/say.js')
const subscribe = require('../../../core/subscribe.js')
const { go, replace } = require('../../../core/go.js')

const FITS = { yes: ['可以走', 'good'], unknown: ['还要问一句', 'warn'] }
const SHOWN = 3

Page({
  data: { text: '', asks: '', code: '', busy: false, errors: {}, danger: null, roads: [], question: null, receipt: '', again: '', confirmed: false, invitation: null, clause: null },
  answers: {},
  once: keys.fresh(), // a secret of this draft: sent again it is the same appeal, with the same receipt
  draft: keys.fresh(), // of this draft sent with a name; never the secret above, which would tell whose the receipt is
  onLoad({ clause = '', about = '' } = {}) {
    this.once = keys.fresh()
    this.draft = keys.fresh()
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
  /**
   * The community chosen in 我的, as this phone knows it (to ask now would stand beside what comes without a name);
   * without one the district's own code, so that it reaches somebody.
   */
  async body() {
    const { community_code: community } = await me.kept() || {}
    return { asks: this.data.asks, text: this.data.text, community: community || await district.code(), answers: this.answers, clause: this.data.clause ? this.data.clause.code : '' }
  },
  async send() {
    if (!this.data.asks.trim()) return this.setData({ errors: { asks: '请写明想请谁做什么' } })
    subscribe.offer(['progress'])
    this.setData({ busy: true })
    try {
      const said = await api.post('/appeals', await this.body(), { draft: this.draft })
      this.setData({ busy: false })
      replace('/pages/appeals/appeal/appeal?number=' + said.number)
    } catch (fault) {
      if (fault.code === 'client.arrived') this.draft = keys.fresh()
      this.setData({ busy: false })
      api.say(fault)
    }
  },
  async sendAnonymous() {
    if (!this.data.asks.trim()) return this.setData({ errors: { asks: '请写明想请谁做什么' } })
    this.setData({ busy: true })
    try {
      this.showReceipt(await api.tell('/appeals/anonymous', Object.assign(await this.body(), { once: this.once })))
    } catch (fault) {
      this.setData({ busy: false })
      api.say(fault)
    }
  },
  /** Shown once: neither the words nor what would give the receipt again are left on the page. */
  showReceipt({ receipt, danger }) {
    this.once = keys.fresh()
    this.answers = {}
    this.setData({ busy: false, receipt, danger, text: '', asks: '', roads: [], question: null, clause: null })
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  retype(event) { this.setData({ again: event.detail.value, 'errors.again': '' }) },
  confirm() {
    if (this.data.again !== this.data.receipt.replace(/\D/g, '').slice(-4)) return this.setData({ 'errors.again': '和回执的最后四位不一样，请核对' })
    return this.setData({ receipt: '', again: '', confirmed: true, danger: null })
  },
  async readInvitation() {
    try {
      const invitation = await api.compute('/mediations/invitations', { code: this.data.code })
      this.setData({ invitation: Object.assign({}, invitation, { answerBy: invitation.answer_by && say.moment(invitation.answer_by) }) })
    } catch (fault) { api.say(fault) }
  },
  async decline() {
    try {
      await api.tell('/mediations/invitations/decline', { code: this.data.code })
      this.setData({ invitation: null, code: '' })
      wx.showToast({ title: '已告诉调解员您不同意', icon: 'none' })
    } catch (fault) { api.say(fault) }
  },
  sayYes() { return this.saySettled(true) },
  sayNo() { return this.saySettled(false) },
  async saySettled(settled) {
    try {
      await api.tell('/appeals/other-side/settled', { code: this.data.code, settled })
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
