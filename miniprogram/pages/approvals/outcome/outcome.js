// The outcome: every rule as a list ✓ ✗ ？ with its article and how to mend it; the licence if there is one.
const api = require('../../../core/api.js')
const draft = require('../../../core/draft.js')
const say = require('../../../core/say.js')
const subscribe = require('../../../core/subscribe.js')
const { go } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')

const MARKS = { true: '✓', false: '✗', null: '？' }
const SAID = { true: '符合', false: '不符合', null: '要人看' }
const KINDS = { approved: 'good', to_correct: 'warn', in_review: 'plain', refused: 'bad', withdrawn: 'plain', draft: 'plain' }

const dressed = (rule) => Object.assign({}, rule, { mark: MARKS[rule.verdict], said: SAID[rule.verdict], tone: rule.verdict === true ? 'good' : rule.verdict === false ? 'bad' : 'warn' })

Page({
  id: '',
  data: { loading: true, fault: null, it: null, open: [], fine: [], whole: false, busy: false },
  onLoad({ id }) { this.id = id; subscribe.prepare() },
  onShow() { this.load() },
  async load() {
    try { this.show(await api.get('/approvals/applications/' + this.id)) } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  show(it) {
    const rules = it.rulings.map(dressed)
    this.setData({
      loading: false, fault: null,
      open: rules.filter((one) => one.verdict !== true), fine: rules.filter((one) => one.verdict === true),
      it: Object.assign({}, it, { tone: KINDS[it.state], due: say.moment(it.due_at), mendable: it.state === 'to_correct' || it.state === 'draft', live: ['draft', 'to_correct', 'in_review'].indexOf(it.state) >= 0 }),
    })
  },
  toggle() { this.setData({ whole: !this.data.whole }) },
  mend() {
    const { it } = this.data
    const answers = Object.assign({}, it.answers)
    delete answers.id_number
    delete answers.people
    draft.save('approval', { kind: it.kind, answers })
    go('/pages/approvals/ask/ask')
  },
  person() {
    subscribe.offer(['progress'])
    this.change('/human', { attempt: this.data.it.attempt })
  },
  withdraw() {
    ask({ title: '撤回申请？', content: '撤回不影响您以后再申请。', success: ({ confirm }) => { if (confirm) this.change('/withdraw', { attempt: this.data.it.attempt }) } })
  },
  async change(move, body) {
    this.setData({ busy: true })
    try { await api.post('/approvals/applications/' + this.id + move, body || {}); await this.load() } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  licences() { go('/pages/approvals/licences/licences') },
})
