// The calculator: one question at a time, the one that settles most. `?change=3` changes an answer,
// `?policy=gaoling` asks about one policy alone.
const api = require('../../../core/api.js')
const calc = require('../calc.js')
const put = require('../answer.js')
const clock = require('../../../core/clock.js')
const { go, replace } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')

const BIRTHS = '1960-01-01' // where the wheel starts for a birthday
const NAMED = 3
const RESULT = '/pages/welfare/result/result'

Page({
  policy: null, changing: null, away: null, question: null, busy: null, offered: null,
  data: { loading: true, fault: null, question: { ask: '', help: '', kind: '', label: '', sensitive: false }, who: '', rows: null, numbers: null, chosen: null, form: null, text: '', error: '', count: 0, settled: 0, total: 0, percent: 0, exact: false, yearOnly: false, about: '', sure: 0, sureNames: '', events: [], doubts: [] },

  async onLoad({ change, policy }) {
    if (!policy && change === undefined) this.offered = this.offer()
    this.policy = policy
    calc.about(policy)
    await calc.ready()
    const before = change === undefined ? null : calc.load()[Number(change)]
    this.changing = Boolean(before)
    if (before) this.show(before.question, before.value)
    else this.next()
  },

  /** What may have happened: the shorter way in. It is there before the question, which would jump. */
  async offer() {
    const { items } = await api.get('/welfare/life-events', {}, { open: true }).catch(() => ({ items: [] }))
    this.setData({ events: items })
  },
  happened(event) { go('/pages/welfare/ask/ask?policy=' + event.currentTarget.dataset.policies.join(',')) },

  /** Come back from the results or the list of answers: ask what is open now. */
  onShow() {
    calc.about(this.policy)
    if (this.away && !this.changing) this.next()
    this.away = false
  },
  onHide() { this.away = true },

  async next() {
    try {
      const [found] = await Promise.all([calc.glance(), this.offered])
      this.count(found)
      if (found.next_question) this.show(found.next_question)
      else replace(calc.page(RESULT))
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },

  count({ settled, total, decisions, contradictions: doubts = [] }) {
    const about = this.policy ? decisions[0].policy.name + (decisions.length > 1 ? '等' + decisions.length + '项' : '') : ''
    const sure = decisions.filter(({ verdict }) => verdict === 'eligible').map(({ policy }) => policy.name)
    this.setData({ sure: sure.length, sureNames: named(sure), doubts: doubts.map(({ text }) => text), settled, total, about, percent: total ? Math.round((100 * settled) / total) : 0 })
  },

  show(question, value) {
    this.question = question
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    this.setData(Object.assign({
      loading: false, fault: null, question, who: calc.who(question.subject), count: calc.load().length,
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
    if (this.changing) wx.navigateBack()
    else await this.next()
    this.busy = false
  },

  back() {
    const last = calc.back()
    if (last) this.show(last.question, last.value)
    calc.glance().then((found) => this.count(found), () => {})
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
