// The mediator on the telephone: my cases, calls that wait; one case with ties, talk, terms, signature, the court.
const api = require('../../../core/api.js')
const { go } = require('../../../core/go.js')
const { moment } = require('../../../core/say.js')
const { rolesOf } = require('../../../core/roles.js')

const KINDS = [{ value: 'money', text: '给钱' }, { value: 'thing', text: '交东西' }, { value: 'act', text: '做一件事' }, { value: 'refrain', text: '不再做' }]
const AT_THE_TABLE = ['talking', 'agreed', 'signing']
const EMPTY = { debtor: '', creditor: '', kind: 'money', yuan: '', due: '', how: '', what: '' }

Page({
  path: '',
  data: { loading: true, fault: null, items: [], pages: [], it: null, talk: [], terms: [], term: EMPTY, kinds: KINDS, findings: [], text: '', guardian: '', code: '', busy: false },
  onLoad({ id }) { this.path = id ? '/mediations/' + id : ''; this.load() },
  async load() {
    try {
      if (this.path) await this.loadCase()
      else await this.loadList()
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  async loadList() {
    const { items } = await api.get('/mediations')
    const { duties } = await api.get('/me')
    const pages = rolesOf(duties).includes('duty_worker') ? (await api.get('/duty/pages')).items : []
    this.setData({ loading: false, fault: null, items, pages })
  },
  async loadCase() {
    const it = await api.get(this.path)
    const talk = it.me === 'mediator' ? (await api.get(this.path + '/talk')).items : []
    const labels = { mediator: '我' }
    it.parties.forEach((one) => { labels[one.side] = one.label })
    const shown = dressed(it)
    this.setData({
      loading: false, fault: null, it: shown, terms: shown.agreement ? shown.agreement.terms : [],
      talk: talk.map((line) => Object.assign({}, line, { who: labels[line.speaker] + (line.room === 'joint' ? '' : '（私下）') })),
    })
  },
  async act(path, body, said) {
    this.setData({ busy: true })
    try {
      const answer = await api.post(path, body || {})
      this.setData({ busy: false, text: '' })
      wx.showToast({ title: said, icon: 'none' })
      await this.load()
      return answer
    } catch (fault) {
      this.setData({ busy: false })
      api.say(fault)
      return null
    }
  },
  open(event) { go('/pages/appeals/mediating/mediating?id=' + event.currentTarget.dataset.id) },
  acknowledge(event) { return this.act('/duty/ack', { number: event.currentTarget.dataset.number }, '您来接手') },
  type(event) { this.setData({ text: event.detail.value }) },
  typeGuardian(event) { this.setData({ guardian: event.detail.value.trim() }) },
  addGuardian(event) { return this.data.guardian && this.act(this.path + '/parties/' + event.currentTarget.dataset.side + '/guardian', { guardian: this.data.guardian }, '已补上') },
  async askAgain(event) {
    const made = await this.act(this.path + '/invite', { side: event.currentTarget.dataset.side }, '已换新码')
    if (made) this.setData({ code: made.code })
  },
  noTies() { return this.act(this.path + '/disclosures', { has_ties: false }, '已披露') },
  someTies() { return this.data.text.trim() && this.act(this.path + '/disclosures', { has_ties: true, text: this.data.text }, '已披露，等各方答复') },
  say() { return this.data.text.trim() && this.act(this.path + '/talk', { text: this.data.text, room: 'joint' }, '已发出') },
  whisper(event) { return this.data.text.trim() && this.act(this.path + '/talk', { text: this.data.text, room: 'private', side: event.currentTarget.dataset.side }, '只给这一方') },
  fill(event) { this.setData({ ['term.' + event.currentTarget.dataset.name]: event.detail.value }) },
  add() {
    const { yuan, due, ...rest } = this.data.term
    const term = Object.assign(rest, { due: due || null, amount_fen: yuan === '' ? null : Math.round(Number(yuan) * 100) })
    this.setData({ terms: this.data.terms.concat(brief(term)), term: EMPTY })
  },
  drop(event) { this.setData({ terms: this.data.terms.filter((_, at) => at !== event.currentTarget.dataset.at) }) },
  async save() {
    const answer = await this.act(this.path + '/terms', { terms: this.data.terms.map(sent) }, '已检查')
    this.setData({ findings: answer ? answer.findings : [] })
  },
  review() { return this.act(this.path + '/reviews', {}, '已送复核') },
  sign() { return this.act(this.path + '/sign', { terms_hash: this.data.it.agreement.terms_hash }, '已签名盖章') },
  fail() { return this.data.text.trim() && this.act(this.path + '/fail', { reason: this.data.text }, '已记下') },
  book() { return this.act('/confirmations/' + this.data.it.confirmation + '/book', {}, '已约好') },
  court() { go('/pages/appeals/session/session?id=' + this.data.it.confirmation) },
})

const name = (kind) => KINDS.find((one) => one.value === kind).text
const brief = (term) => Object.assign({}, term, { words: `${term.debtor}对${term.creditor}${name(term.kind)}${term.amount_fen === null || term.amount_fen === undefined ? '' : term.amount_fen / 100 + '元'}${term.what || ''}，${term.due || '没有日期'}${term.how ? '，' + term.how : ''}` })
const sent = ({ debtor, creditor, kind, amount_fen, due, how, what, condition, default: otherwise }) => ({ debtor, creditor, kind, amount_fen, due, how: how || '', what: what || '', condition: condition || '', default: otherwise || '' })

function dressed(it) {
  const agreement = it.agreement && Object.assign({}, it.agreement, { terms: it.agreement.terms.map(brief) })
  const hears = it.me === 'mediator'
  const sides = it.parties.map((one) => ({ value: one.label, text: one.label, note: one.name }))
  const parties = it.parties.map((one) => Object.assign({}, one, { proof: one.proof.map((step) => Object.assign({}, step, { when: moment(step.at) })) }))
  return Object.assign({}, it, {
    parties, agreement, hears, sides, maySay: hears && AT_THE_TABLE.includes(it.state), mayDisclose: hears && it.state === 'consented',
    mayReview: hears && agreement && agreement.needs_person && !agreement.review,
    maySign: hears && ['agreed', 'signing'].includes(it.state) && !agreement.signed.includes('mediator'),
    mayFail: hears && ['consented', 'talking', 'agreed', 'signing', 'opened'].includes(it.state),
  })
}
