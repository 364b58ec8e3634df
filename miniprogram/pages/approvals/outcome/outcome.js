// The outcome: every rule as a list ✓ ✗ ？ with its article and how to mend it; the licence if there is one.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const subscribe = require('../../../core/subscribe.js')
const { go } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')

const MARKS = { true: '✓', false: '✗', null: '？' }
const SAID = { true: '符合', false: '不符合', null: '要人看' }
const KINDS = { approved: 'good', to_correct: 'warn', in_review: 'plain', refused: 'bad', withdrawn: 'plain', draft: 'plain' }

const PAPER = { kind: '', number: '', issued_on: '', file: '' }
const dressed = (rule) => Object.assign({}, rule, { mark: MARKS[rule.verdict], said: SAID[rule.verdict], tone: rule.verdict === true ? 'good' : rule.verdict === false ? 'bad' : 'warn' })

Page({
  id: '',
  data: { kinds: /** @type {any[]} */ ([]), paper: PAPER, wrong: '', sending: false, round: 0, loading: true, fault: null, it: null, open: [], fine: [], whole: false, busy: false },
  onLoad({ id }) { this.id = id; subscribe.prepare() },
  onShow() { this.load() },
  async load() {
    try { this.show(await api.get('/approvals/applications/' + this.id)) } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  show(it) {
    const rules = it.rulings.map(dressed)
    const wanted = it.asked.filter((one) => !one.given)
    this.setData({
      kinds: (wanted.length ? wanted : it.asked).concat({ kind: 'other', label: '其他材料' }).filter((one, at, all) => all.findIndex((each) => each.kind === one.kind) === at).map((one) => ({ value: one.kind, text: one.label })),
      loading: false, fault: null,
      open: rules.filter((one) => one.verdict !== true), fine: rules.filter((one) => one.verdict === true),
      it: Object.assign({}, it, { tone: KINDS[it.state], due: say.moment(it.due_at), why: it.state === 'to_correct' ? (it.moves.slice().reverse().find((one) => one.what === 'returned' || one.what === 'submitted') || {}).reason : '', mendable: it.state === 'to_correct' || it.state === 'draft', live: ['draft', 'to_correct', 'in_review'].indexOf(it.state) >= 0 }),
    })
  },
  toggle() { this.setData({ whole: !this.data.whole }) },
  mend() { go('/pages/approvals/ask/ask?correct=' + this.id) },
  paperKind(event) { this.setData({ paper: Object.assign({}, this.data.paper, { kind: event.detail.value }), wrong: '' }) },
  paperType(event) { this.setData({ ['paper.' + event.currentTarget.dataset.key]: event.detail.value, wrong: '' }) },
  attach(event) { this.setData({ 'paper.file': event.detail.ids[0] || '', sending: event.detail.sending, wrong: '' }) },
  async handIn() {
    const { paper, it } = this.data
    const kind = paper.kind || (this.data.kinds[0] || {}).value
    if (this.data.sending) return this.setData({ wrong: '照片还在传，等一下再交' })
    if (!paper.file && !paper.number) return this.setData({ wrong: '拍一张照片，或者写上文号' })
    const body = { attempt: it.attempt, kind, number: paper.number, issued_on: paper.issued_on || null, file: paper.file || null }
    if (await this.change('/papers', body)) this.setData({ paper: PAPER, round: this.data.round + 1 })
    return undefined
  },
  takeBack(event) { this.change('/papers/' + event.currentTarget.dataset.id + '/take-back', { attempt: this.data.it.attempt }) },
  person() {
    subscribe.offer(['progress'])
    this.change('/human', { attempt: this.data.it.attempt })
  },
  withdraw() {
    ask({ title: '撤回申请？', content: '撤回不影响您以后再申请。', success: ({ confirm }) => { if (confirm) this.change('/withdraw', { attempt: this.data.it.attempt }) } })
  },
  async change(move, body) {
    this.setData({ busy: true })
    let done = false
    try {
      await api.post('/approvals/applications/' + this.id + move, body || {})
      done = true
      await this.load()
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
    return done
  },
  licences() { go('/pages/approvals/licences/licences') },
})
