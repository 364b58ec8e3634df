// What the answers lead to, sorted by what is certain. `?policy=gaoling` is about one policy alone.
const api = require('../../../core/api.js')
const calc = require('../calc.js')
const verdicts = require('../verdicts.js')
const say = require('../../../core/say.js')
const handing = require('../../../core/handing.js')
const { go, replace } = require('../../../core/go.js')

const FIRST = 5
const ASK = 'pages/welfare/ask/ask'
const ALONE = { eligible: '这一项可以领', unknown: '这一项还没看清', ineligible: '这一项现在不符合' }
const NAMED = 3
const year = (date) => date.slice(0, 4) + '年'

Page({
  event: '',
  behaviors: [handing],
  policy: null,
  data: { loading: true, fault: null, yes: [], maybe: [], shownMaybe: [], nearly: [], no: [], later: [], showNo: false, hasMore: false, alone: false, headline: '', outlook: '', doubts: [], on: '' },
  onLoad({ policy, event }) {
    this.policy = policy
    this.event = event
  },
  onShow() {
    calc.about(this.policy, this.event)
    this.load()
  },
  async load() {
    try {
      const found = await calc.assess()
      this.setData(Object.assign(this.headed(found), { loading: false, fault: null }))
      this.lookAhead()
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  /** Dated changes that matter: something comes, goes, or changes its amount. */
  async lookAhead() {
    const items = await calc.ahead().catch(() => [])
    const matters = items.filter((one) => one.verdict === 'eligible' || one.before === 'eligible').slice(0, FIRST)
    this.setData({ later: matters.map((one, key) => ({ key, day: year(one.on) + say.day(one.on), text: calc.who(one.subject) + '：' + one.text })) })
  },
  headed(found) {
    const groups = verdicts.grouped(found)
    const count = groups.yes.length
    const alone = Boolean(this.policy)
    return Object.assign(groups, {
      doubts: (found.contradictions || []).map(({ text }) => text),
      alone, showNo: alone || this.data.showNo,
      shownMaybe: groups.maybe.slice(0, FIRST), outlook: outlook(found, groups.maybe.length), hasMore: Boolean(found.next_question), on: say.day(found.on),
      headline: alone && found.decisions.length === 1 ? ALONE[found.decisions[0].verdict] : count ? '您家可以领 ' + count + ' 项' : '现在还没有确定能领的',
    })
  },
  more() {
    const pages = getCurrentPages()
    const before = pages[pages.length - 2]
    if (before && before.route === ASK) wx.navigateBack()
    else replace(calc.page('/' + ASK))
  },
  /** One page to print or to send on: no answers and no names stand on it. */
  async paper() {
    try {
      const { file_name: name, pdf } = await calc.summary()
      this.openWritten(name, pdf)
    } catch (fault) { api.say(fault) }
  },
  all() { replace('/' + ASK + '?on=1') },
  answers() { go('/pages/welfare/answers/answers') },
  allMaybe() { this.setData({ shownMaybe: this.data.maybe }) },
  allNo() { this.setData({ showNo: true }) },
})

/** What is not known yet, and what would help: more questions, what was skipped, or the window. */
function outlook(found, open) {
  const names = verdicts.within(found)
  const list = names.slice(0, NAMED).join('、') + (names.length > NAMED ? '等' : '')
  if (names.length) return '最多再答 ' + found.next_question.left + ' 个问题，还能弄清：' + list + '。'
  if (!open) return ''
  const isSkipped = found.decisions.some(({ missing }) => missing.some(verdicts.isSkipped))
  return '还有 ' + open + ' 项没看清，' + (isSkipped ? '补上跳过的问题会更准。' : '为什么，看下面每一项。')
}
