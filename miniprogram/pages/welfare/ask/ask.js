// The calculator: one question at a time, the one that settles most. `?change=3` changes an answer,
// `?policy=gaoling` asks about one policy alone, `?on=1` comes from another page of the calculator and goes on.
const api = require('../../../core/api.js')
const calc = require('../calc.js')
const put = require('../answer.js')
const together = require('./together.js')
const clock = require('../../../core/clock.js')
const { go, replace } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')

const BIRTHS = '1960-01-01' // where the wheel starts for a birthday
const NAMED = 3
const PAUSE = 12 // screens of an event after which what is known is shown, with the way to go on
const RESULT = '/pages/welfare/result/result'

Page({
  name: '',
  policy: null, happening: null, told: null, many: null, changing: null, away: null, question: null, busy: null, offered: null, screens: 0,
  data: { loading: true, fault: null, offeredBack: false, question: { ask: '', help: '', kind: '', label: '', sensitive: false }, who: '', rows: null, numbers: null, chosen: null, form: null, text: '', error: '', count: 0, settled: 0, total: 0, percent: 0, exact: false, yearOnly: false, about: '', sure: 0, sureNames: '', events: [], doubts: [], many: null, today: clock.today() },

  async onLoad({ change, policy, event, on }) {
    if ((!policy || event) && change === undefined) this.offered = this.offer(event)
    this.policy = policy
    this.name = event
    this.told = {}
    calc.about(policy, event)
    await calc.ready()
    if (change === undefined && !on) calc.begin()
    this.setData({ offeredBack: calc.isHeld() })
    const before = change === undefined ? null : calc.load()[Number(change)]
    this.changing = Boolean(before)
    if (before) this.show(before.question, before.value)
    else this.next()
  },

  /** The person goes on with what was answered before, or throws it away. */
  takeUp() {
    calc.takeUp()
    this.setData({ offeredBack: false })
    this.next()
  },
  throwAway() {
    calc.restart()
    this.setData({ offeredBack: false })
    this.next()
  },

  /** What may have happened: the shorter way in. It is there before the question, which would jump. */
  async offer(name) {
    const { items } = await api.get('/welfare/life-events', {}, { open: true }).catch(() => ({ items: [] }))
    this.happening = items.find(({ id }) => id === name) || null
    this.setData({ events: name ? [] : items })
  },
  happened(event) {
    const { policies, id } = event.currentTarget.dataset
    go('/pages/welfare/ask/ask?policy=' + policies.join(',') + '&event=' + id + '&on=1')
  },

  /** Come back from the results or the list of answers: ask what is open now. */
  onShow() {
    calc.about(this.policy, this.name)
    if (this.away && !this.changing) {
      this.screens = 0
      this.next()
    }
    this.away = false
  },
  onHide() { this.away = true },

  async next() {
    try {
      const [found] = await Promise.all([calc.glance(), this.offered])
      this.count(found)
      if (this.name && found.next_question && this.screens >= PAUSE) return this.results()
      if (await this.together(found.next_question)) return
      if (found.next_question) this.show(found.next_question)
      else replace(calc.page(RESULT))
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },

  /** Ask several people on one screen where that is shorter; tell whether it is shown. */
  async together(question) {
    if (this.happening && calc.isUnsaid('household', 'people')) {
      const { people } = await calc.bank()
      this.show(Object.assign({}, people, { subject: 'household' }))
      return true
    }
    this.many = together.screen(question, this.happening, this.told)
    if (this.many) {
      wx.pageScrollTo({ scrollTop: 0, duration: 0 })
      this.setData({ loading: false, fault: null, many: this.many, count: calc.load().length, yearOnly: false })
    }
    return Boolean(this.many)
  },

  tapKin(event) {
    const { strangers, picked } = this.many
    this.many = together.family(strangers, picked.concat(this.many.chips[event.currentTarget.dataset.index]))
    if (this.many.picked.length < strangers.length) this.setData({ many: this.many })
    else this.sayAll('family', together.relations(this.many))
  },
  untapKin() { this.setData({ many: this.many = together.family(this.many.strangers, []) }) },
  choose(event) { this.setData({ many: this.many = Object.assign({}, this.many, { chosen: event.detail.value }) }) },
  typeBirth(event) { this.many.texts[event.currentTarget.dataset.subject] = event.detail.value },
  switchYears() {
    this.many = Object.assign({}, this.many, { texts: {}, errors: {} })
    this.setData({ yearOnly: !this.data.yearOnly, many: this.many })
  },
  giveAll() {
    const isNobody = this.many.kind === 'who' && !this.many.chosen.length
    if (isNobody) this.nobody()
    else this.giveChosen()
  },
  /** Nobody was chosen: a tap too early would settle everything with a no. */
  nobody() {
    ask({
      title: '都没有吗？', content: this.many.title, confirmText: '都没有', cancelText: '再看看',
      success: ({ confirm }) => { if (confirm) this.giveChosen() },
    })
  },
  giveChosen() {
    if (this.many.kind !== 'births') return this.sayAll(this.many.kind, together.said(this.many, this.happening))
    const { said, errors } = together.births(this.many, this.data.yearOnly)
    if (errors) return this.setData({ many: this.many = Object.assign({}, this.many, { errors }) })
    return this.sayAll('births', said)
  },
  skipAll() {
    const { kind } = this.many
    this.sayAll(kind, kind === 'family' || kind === 'who' ? [] : together.alike(this.many, put.UNSURE))
  },
  silentAll() { this.sayAll(this.many.kind, together.alike(this.many, put.PRIVATE)) },
  async sayAll(kind, said) {
    if (this.busy) return
    this.busy = true
    this.told[kind] = true
    this.screens += 1
    await calc.sayTogether(said, kind === 'who').catch(api.say)
    await this.next()
    this.busy = false
  },

  count({ settled, total, decisions, contradictions: doubts = [] }) {
    const about = this.happening ? this.happening.label : this.policy ? decisions[0].policy.name + (decisions.length > 1 ? '等' + decisions.length + '项' : '') : ''
    const sure = decisions.filter(({ verdict }) => verdict === 'eligible').map(({ policy }) => policy.name)
    this.setData({ sure: sure.length, sureNames: named(sure), doubts: doubts.map(({ text }) => text), settled, total, about, percent: total ? Math.round((100 * settled) / total) : 0 })
  },

  show(question, value) {
    this.question = question
    this.many = null
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    this.setData(Object.assign({
      loading: false, fault: null, many: null, question, who: calc.who(question.subject), count: calc.load().length,
      exact: false, yearOnly: false, text: '', error: '', rows: put.rows(question), numbers: put.numbers(question),
      chosen: value === undefined ? null : put.rowOfValue(question, value),
    }, this.formFor(question, false, false)))
  },

  formFor(question, exact, yearOnly) {
    const tapped = (put.rows(question) && !exact) || put.numbers(question)
    return { form: tapped ? null : formOf(question, yearOnly), error: '', text: '' }
  },

  switchExact() { this.setData(Object.assign({ exact: !this.data.exact }, this.formFor(this.question, !this.data.exact, false))) },
  switchYear() { this.setData(Object.assign({ yearOnly: !this.data.yearOnly }, this.formFor(this.question, false, !this.data.yearOnly))) },

  pickRow(event) { this.answer(put.valueOfRow(this.question, event.detail.value)) },
  pickNumber(event) { this.answer(event.currentTarget.dataset.value) },
  type(event) { this.setData({ text: event.detail.value, error: '' }) },
  give() {
    const { value, error } = put.typed(this.question, this.data.text, this.data.yearOnly)
    if (error) this.setData({ error })
    else this.answer(value)
  },
  unsure() { this.answer(put.UNSURE) },
  silent() { this.answer(put.PRIVATE) },

  async answer(value) {
    if (this.busy) return
    this.busy = true
    calc.answer(this.question, value)
    this.screens += 1
    if (this.changing) wx.navigateBack()
    else await this.next()
    this.busy = false
  },

  back() {
    const last = calc.back()
    if (last && last.batch) return this.forget()
    if (last) this.show(last.question, last.value)
    calc.glance().then((found) => this.count(found), () => {})
  },
  /** A screen that said several things is put again. */
  forget() {
    this.told = {}
    return this.next()
  },
  results() { go(calc.page(RESULT)) },
  restart() {
    ask({
      title: '重新开始？', content: '这部手机里的答案会清掉。', confirmText: '重新开始', cancelText: '不用了',
      success: ({ confirm }) => {
        if (!confirm) return
        calc.restart()
        this.next()
      },
    })
  },
  onShareAppMessage() { return { title: '看看您家能领哪些补贴', path: '/pages/welfare/ask/ask' } },
})

// The first few by name: the line stays a line.
const named = (names) => names.slice(0, NAMED).join('、') + (names.length > NAMED ? '等' : '')

function formOf(question, yearOnly) {
  if (question.kind === 'date') {
    return yearOnly
      ? { label: '哪一年', type: 'number', placeholder: '比如 1950' }
      : { label: question.label, type: 'date', placeholder: '点这里选日期', begin: question.id === 'birth_date' ? BIRTHS : clock.today(), end: clock.today() }
  }
  if (question.kind === 'money') return { label: question.label + '（元）', type: 'digit', placeholder: '填数字' }
  return { label: question.label + (question.unit ? '（' + question.unit + '）' : ''), type: 'number', placeholder: '填数字' }
}
