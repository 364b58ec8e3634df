// What the answers lead to, sorted by what is certain.
const calc = require('../calc.js')
const verdicts = require('../verdicts.js')
const say = require('../../../core/say.js')

const FIRST = 5
const year = (date) => date.slice(0, 4) + '年'

Page({
  data: { loading: true, fault: null, yes: [], maybe: [], shownMaybe: [], nearly: [], no: [], later: [], showNo: false, hasMore: false, headline: '', open: 0, on: '' },
  onShow() { this.load() },
  async load() {
    try {
      const found = await calc.assess()
      this.setData(Object.assign(this.headed(found), { loading: false, fault: null }))
      this.lookAhead()
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence } })
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
    return Object.assign(groups, {
      shownMaybe: groups.maybe.slice(0, FIRST), open: groups.maybe.length, hasMore: Boolean(found.next_question), on: say.day(found.on),
      headline: count ? '您家可以领 ' + count + ' 项' : '现在还没有确定能领的',
    })
  },
  more() {
    const pages = getCurrentPages()
    const before = pages[pages.length - 2]
    if (before && before.route === 'pages/welfare/ask/ask') wx.navigateBack()
    else wx.redirectTo({ url: '/pages/welfare/ask/ask' })
  },
  answers() { wx.navigateTo({ url: '/pages/welfare/answers/answers' }) },
  allMaybe() { this.setData({ shownMaybe: this.data.maybe }) },
  allNo() { this.setData({ showNo: true }) },
})
