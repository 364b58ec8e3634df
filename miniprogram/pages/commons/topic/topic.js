// A topic: support, sentences to agree or disagree with or to pass, and what people think of each.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const words = require('../words.js')

const STANCES = [{ value: 'agree', text: '同意' }, { value: 'disagree', text: '不同意' }, { value: 'pass', text: '跳过' }]
const READINGS = { consensus_for: '多数同意', consensus_against: '多数不同意', divided: '看法不一', unclear: '还看不清' }
const percent = (share) => Math.round(share * 100) + '%'

Page({
  path: '',
  data: { loading: true, fault: null, it: null, picture: null, groups: [], stances: STANCES, taken: {}, text: '', busy: false },
  onLoad({ id }) { this.path = '/commons/topics/' + id; this.load() },
  async load() {
    try {
      const [it, picture] = await Promise.all([api.get(this.path, null, { open: true }), api.get(this.path + '/picture', null, { open: true })])
      this.setData({ loading: false, fault: null, it: dressed(it), picture: Object.assign({}, picture, { statements: picture.statements.map(read) }), groups: (picture.groups || []).map((one, at) => group(one, at, picture.statements)) })
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  async act(path, body, said) {
    this.setData({ busy: true })
    try {
      const answer = await api.post(path, body)
      wx.showToast({ title: answer && answer.held ? '已收到，先请人看过再让大家看到' : said, icon: 'none' })
      await this.load()
      return true
    } catch (fault) {
      api.say(fault)
      return false
    } finally { this.setData({ busy: false }) }
  },
  support() { return this.act(this.path + '/support', {}, '已附议') },
  async take(event) {
    const { id } = event.currentTarget.dataset
    const stance = event.detail.value
    if (await this.act('/commons/statements/' + id + '/stance', { stance }, '已记下')) this.setData({ ['taken.' + id]: stance })
  },
  type(event) { this.setData({ text: event.detail.value }) },
  async say() {
    const text = this.data.text.trim()
    if (text && await this.act(this.path + '/statements', { text }, '已收到')) this.setData({ text: '' })
  },
})

const dressed = (it) => Object.assign({}, it, {
  kindText: words.TOPIC_KINDS[it.kind], stateText: words.TOPIC_STATES[it.state], raised: say.day(it.created_at),
  talks: ['raised', 'supported', 'to_meeting'].indexOf(it.state) >= 0,
})

const read = (one) => Object.assign({}, one, {
  said: READINGS[one.reading],
  share: one.agreement.share === null ? '还没有人表态' : '同意占' + percent(one.agreement.share) + '（实际多在' + percent(one.agreement.low) + '到' + percent(one.agreement.high) + '）',
})

/** A group of opinion in a sentence: with what more than half of it agree, with what they disagree. */
function group(one, at, statements) {
  const most = (counts) => statements.filter((_, n) => counts[n] * 2 > one.people).map(({ number }) => number).join('、')
  const agree = most(one.agree), disagree = most(one.disagree)
  return { name: '第' + (at + 1) + '组，' + one.people + '人', agree: agree && '多同意第' + agree + '句', disagree: disagree && '多不同意第' + disagree + '句' }
}
