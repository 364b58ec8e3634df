// A mediation as its party sees it: consent, talk, the agreement and its signature, what is owed, the court.
const api = require('../../../core/api.js')
const { go } = require('../../../core/go.js')
const say = require('../../../core/say.js')
const subscribe = require('../../../core/subscribe.js')

const SAID = { open: '还没有说', performed: '已做到', enforced: '法院已执行', unenforceable: '法院说执行不了', missed: '没有做到', disputed: '说法不一，调解员会联系' }
const TALKING = ['talking', 'agreed', 'signing']
const LASTING = ['signed', 'missed', 'performed']

Page({
  path: '',
  data: { loading: true, fault: null, it: null, talk: [], text: '', name: '', number: '', busy: false },
  onLoad({ id }) { this.path = '/mediations/' + id; subscribe.prepare(); this.load() },
  async load() {
    try {
      const it = await api.get(this.path)
      const { items } = await api.get(this.path + '/talk')
      const labels = { mediator: '调解员' }
      it.parties.forEach((one) => { labels[one.side] = one.me ? '我' : one.label })
      this.setData({ loading: false, fault: null, it: dressed(it), talk: items.map((line) => Object.assign({}, line, { who: labels[line.speaker] + (line.room === 'joint' ? '' : '（私下）') })) })
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  type(event) { this.setData({ text: event.detail.value }) },
  typeName(event) { this.setData({ name: event.detail.value.trim() }) },
  typeNumber(event) { this.setData({ number: event.detail.value.trim().toUpperCase() }) },
  async act(path, body, said) {
    this.setData({ busy: true })
    try {
      await api.post(path, body || {})
      this.setData({ busy: false, text: '' })
      wx.showToast({ title: said, icon: 'none' })
      await this.load()
    } catch (fault) {
      this.setData({ busy: false })
      api.say(fault)
    }
  },
  /** Before what is waited for afterwards: the question comes with the tap. */
  asking(path, body, said) {
    subscribe.offer(['progress', 'reminder'])
    return this.act(path, body, said)
  },
  police() { wx.makePhoneCall({ phoneNumber: '110', fail: () => {} }) },
  consent() { return this.asking(this.path + '/consent', { version: this.data.it.consent.version }, '已同意') },
  longer() { return this.act(this.path + '/longer', {}, '已记下，等其他各方') },
  say(room) { return this.data.text.trim() && this.act(this.path + '/talk', { text: this.data.text, room }, '已发出') },
  sayToAll() { return this.say('joint') },
  sayInPrivate() { return this.say('private') },
  goOn() { return this.act(this.path + '/ties', { go_on: true }, '已记下') },
  notWith() { return this.act(this.path + '/ties', { go_on: false }, '已换人') },
  leave() { return this.act(this.path + '/withdraw-consent', {}, '已记下，会告诉其他各方') },
  refuse() { return this.act(this.path + '/refuse-mediator', {}, '已换人') },
  verify() { return this.act(this.path + '/verify', { name: this.data.name, id_number: this.data.number }, '身份已核验') },
  sign() { return this.asking(this.path + '/sign', { terms_hash: this.data.it.agreement.terms_hash }, '已签名') },
  report(event) {
    const { id, said } = event.currentTarget.dataset
    return this.act('/terms/' + id + '/' + said, {}, '已记下')
  },
  apply() { return this.asking(this.path + '/confirmation/consents', {}, '已同意申请') },
  file() { return this.act(this.path + '/confirmation', {}, '已提交法院') },
  court() { go('/pages/appeals/session/session?id=' + this.data.it.confirmation) },
})

/** What a side answered; of one that is still asked, until when. */
function answered(one) {
  if (one.answer !== 'waiting') return one.answer_text + (one.answered_at ? '，' + say.day(one.answered_at) : '')
  if (one.consented) return '已同意调解'
  return one.answer_by ? '还没有答复，' + say.day(one.answer_by) + '前答复' : '还没有答复'
}

function dressed(it) {
  const me = it.parties.find((one) => one.me) || {}
  const performances = it.performances.map((row) => Object.assign({}, row, { said: SAID[row.state] }))
  const mayConsent = it.state === 'opened' && !me.consented && !it.stopped && it.parties.length > 1
  const lasting = LASTING.includes(it.state)
  return Object.assign({}, it, {
    parties: it.parties.map((one) => Object.assign({}, one, { says: answered(one) })),
    lasting, mayWithdraw: me.consented && !me.withdrawn && it.state !== 'failed' && !it.ruled,
    mayAnswerTies: it.has_ties && it.state === 'consented' && me.accepts_ties === null,
    performances, mayConsent, mustShowGuardian: mayConsent && (me.needs_guardian || me.guardian_acts) && !me.guardian_verified, mayTalk: TALKING.includes(it.state),
    maySign: ['agreed', 'signing'].includes(it.state) && !it.agreement.signed.includes('party_' + me.side), mayConfirm: LASTING.includes(it.state),
  })
}
