// A covenant: its clauses with what was found about each, what changed, what force it has; my signature is free.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')
const words = require('../words.js')
const { ask } = require('../../../core/ask.js')

const LEVELS = { block: '不能这样写', review: '要人看过', hint: '提醒' }

Page({
  path: '',
  data: { loading: true, fault: null, it: null, busy: false },
  onLoad({ id }) { this.path = '/commons/covenants/' + id; this.load() },
  async load() {
    try { this.show(await api.get(this.path, null, { open: true })) } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  show(it) {
    const clauses = it.clauses.map((text, at) => ({ number: at + 1, text, code: it.clause_codes[at], findings: it.findings.filter((one) => one.clause === at + 1).map((one) => Object.assign({ said: LEVELS[one.level] }, one)) }))
    this.setData({ loading: false, fault: null, it: Object.assign({}, it, { kindText: words.COVENANT_KINDS[it.kind], stateText: words.COVENANT_STATES[it.state], filed: say.day(it.filed_at), rows: clauses }) })
  },
  dispute(event) { go('/pages/appeals/ask/ask?clause=' + event.currentTarget.dataset.code + '&about=' + this.data.it.id) },
  sign() {
    ask({ title: '签这份公约？', content: '签不签都由您，不签不影响您的任何权利。', confirmText: '我签', success: ({ confirm }) => { if (confirm) this.signNow() } })
  },
  async signNow() {
    this.setData({ busy: true })
    try {
      this.show(await api.post(this.path + '/sign'))
      wx.showToast({ title: '已签', icon: 'none' })
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
})
