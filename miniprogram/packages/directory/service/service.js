// One service: for whom, when and where, what to bring; 适合我吗 with reasons and the one question that settles most.
const api = require('../../../core/api.js')
const where = require('../where.js')
const { openedWith } = require('../../../core/scene.js')
const { go } = require('../../../core/go.js')

const KINDS = { eligible: 'good', ineligible: 'bad', unknown: 'warn' }
const MARKS = { true: '符合', false: '不符合', null: '还不知道' }
const YES_NO = [{ id: 'true', text: '是' }, { id: 'false', text: '不是' }]

Page({
  id: '', answers: null, cursor: null,
  data: { loading: true, fault: null, service: null, facts: [], items: [], more: false, fit: null, question: null, number: '', busy: false },
  onLoad(options) {
    this.id = openedWith(options).id
    this.answers = {}
    this.load()
  },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      const [service, page] = await Promise.all([
        api.get('/services/' + this.id, null, { open: true, keep: true }),
        this.readPlaces(null),
      ])
      wx.setNavigationBarTitle({ title: service.name })
      this.setData({ loading: false, service, facts: factsOf(service) })
      this.addPlaces([], page)
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  readPlaces(cursor) {
    return api.get('/services', Object.assign({ service: this.id, cursor, limit: 20 }, where.asked()), { open: true, keep: !where.known() })
  },
  addPlaces(before, page) {
    this.cursor = page.next_cursor
    this.setData({ items: before.concat(page.items.map(placed)), more: Boolean(page.next_cursor) })
  },
  async showMore() {
    try { this.addPlaces(this.data.items, await this.readPlaces(this.cursor)) } catch (fault) { api.say(fault) }
  },
  async findNear() {
    if (!await where.find()) return wx.showToast({ title: '没有得到位置', icon: 'none' })
    return this.load()
  },
  async fitting() {
    this.setData({ busy: true })
    try {
      const said = await api.compute('/services/fit', { answers: this.answers, ids: [this.id] })
      const [decision] = said.decisions
      const because = decision.because.map((one) => ({ text: one.text, mark: MARKS[String(one.holds)], source: one.source ? one.source.title : '' }))
      this.setData({ busy: false, number: '', fit: { words: decision.words, kind: KINDS[decision.verdict], because, nearest: decision.nearest, asks: decision.verdict === 'unknown' }, question: asked(said.next_question) })
    } catch (fault) {
      this.setData({ busy: false })
      api.say(fault)
    }
  },
  choose(event) {
    const { id } = event.currentTarget.dataset
    return this.answer(this.data.question.kind === 'yes_no' ? id === 'true' : id)
  },
  chooseDay(event) { return this.answer(event.detail.value) },
  typeNumber(event) { this.setData({ number: event.detail.value }) },
  giveNumber() { return this.answer(Number(this.data.number)) },
  answer(value) {
    this.answers[this.data.question.id] = value
    return this.fitting()
  },
  skip() { this.setData({ question: null }) },
  again() {
    this.answers = {}
    return this.fitting()
  },
  call() { wx.makePhoneCall({ phoneNumber: this.data.service.phone, fail: () => {} }) },
  openSite(event) { go('/packages/directory/site/site?id=' + event.currentTarget.dataset.id) },
  onShareAppMessage() { return { title: this.data.service ? this.data.service.name : '身边的服务', path: '/packages/directory/service/service?id=' + this.id } },
})

function placed(item) {
  const { site } = item
  const distance = site.minutes === null ? '' : '步行约' + site.minutes + '分钟'
  return { key: item.service_at, site, desk: item.desk, distance, label: [site.name, distance, site.door.text].filter(Boolean).join('，') }
}

function asked(question) {
  return question && Object.assign({}, question, { choices: question.kind === 'yes_no' ? YES_NO : question.choices || [] })
}

/** What people ask first, as pairs; what is not known is left out. */
function factsOf(service) {
  const minutes = service.takes_minutes ? '大约' + service.takes_minutes + '分钟' : ''
  const languages = service.languages.map((one) => ({ 'zh-cmn': '普通话', 'zh-yue': '粤语', en: '英语', sgn: '手语' })[one] || one).join('、')
  return [
    ['给谁', service.who || '没有写明条件'], ['怎么去', service.how.name], ['多少钱', service.cost.text],
    ['要多久', minutes], ['多久一次', service.how_often], ['语言', languages], ['做到什么样', service.quality], ['不满意找谁', service.complaints],
  ].filter(([, text]) => text).map(([name, text]) => ({ name, text }))
}
