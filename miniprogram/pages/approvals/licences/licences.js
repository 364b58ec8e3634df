// My licences: the code that a stranger's phone verifies, the sealed PDF; pause, trade again, close, change.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')

const TONES = { active: 'good', paused: 'warn', deregistering: 'warn', deregistered: 'plain', revoked: 'bad' }
const PAUSE_DAYS = 180

Page({
  data: { loading: true, fault: null, items: [], busy: false },
  onShow() { this.load() },
  async load() {
    try {
      const { items } = await api.get('/me/licences')
      this.setData({ loading: false, fault: null, items: items.map((one) => Object.assign({}, one, { tone: TONES[one.state], last: one.until ? say.day(one.until) : '', report: one.report_due ? say.day(one.report_due) : '', issued: say.day(one.issued_on) })) })
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence } }) }
  },
  begin() { go('/pages/approvals/ask/ask') },
  change(event) { go('/pages/approvals/ask/ask?change=' + event.currentTarget.dataset.uscc) },
  pause(event) { this.sure('登记歇业半年？', '歇业累计不超过三年，随时可以恢复。', event, '/pause', { days: PAUSE_DAYS, reason: '' }) },
  resume(event) { this.sure('恢复经营？', '', event, '/resume', {}) },
  close(event) { this.sure('申请简易注销？', '公示期内没有部门提出异议即注销，期间可以撤回。', event, '/close', {}) },
  sure(title, content, event, move, body) {
    const { uscc } = event.currentTarget.dataset
    wx.showModal({ title, content, success: ({ confirm }) => { if (confirm) this.move(uscc, move, body) } })
  },
  async move(uscc, move, body) {
    this.setData({ busy: true })
    try { await api.post('/licences/' + uscc + move, body); await this.load() } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  verify(event) { go('/pages/approvals/verify/verify?c=' + event.currentTarget.dataset.code) },
})
