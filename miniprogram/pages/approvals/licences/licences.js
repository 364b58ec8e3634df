// My licences: the code that a stranger's phone verifies, the sealed PDF; pause, trade again, close, change, hand over.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')

const TONES = { active: 'good', paused: 'warn', deregistering: 'warn', deregistered: 'plain', revoked: 'bad' }
const PAUSE_DAYS = 180

Page({
  data: { loading: true, fault: null, items: [], busy: false, offer: null },
  onShow() { this.load() },
  async load() {
    try {
      const { items } = await api.get('/me/licences', null, { keep: true })
      this.setData({ loading: false, fault: null, items: items.map((one) => Object.assign({}, one, { tone: TONES[one.state], last: one.until ? say.day(one.until) : '', report: one.report_due ? say.day(one.report_due) : '', issued: say.day(one.issued_on) })) })
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  begin() { go('/pages/approvals/ask/ask') },
  change(event) { go('/pages/approvals/ask/ask?change=' + event.currentTarget.dataset.uscc) },
  consents() { go('/pages/approvals/consents/consents') },
  takeOver() { go('/pages/approvals/ask/ask?takeover=1') },
  handOver(event) {
    const { uscc } = event.currentTarget.dataset
    ask({
      title: '转给别人经营？',
      content: '会生成一个接手码，交给新经营者，由他用自己的账号办理。他接手时可以同时改名称、地址和经营范围。办好之前仍由您经营，办好之后您不能再办这张执照的事。',
      success: ({ confirm }) => { if (confirm) this.offer(uscc) },
    })
  },
  async offer(uscc) {
    this.setData({ busy: true })
    try {
      const offer = await api.post('/licences/' + uscc + '/handover', { version: this.version(uscc) })
      this.setData({ offer: Object.assign({}, offer, { shown: offer.code.replace(/(.{4})(?=.)/g, '$1 '), last: say.day(offer.until) }) })
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  async takeBack(event) {
    const { uscc } = event.currentTarget.dataset
    this.setData({ busy: true })
    try {
      await api.post('/licences/' + uscc + '/handover/cancel', { version: this.version(uscc) })
      this.setData({ offer: null })
      wx.showToast({ title: '已撤回', icon: 'none' })
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  // The version that is on the screen: what was registered since is not ended unseen.
  version(uscc) { return (this.data.items.find((one) => one.uscc === uscc && one.part === 'holder') || {}).version },
  versionOf(event) { return this.version(event.currentTarget.dataset.uscc) },
  pause(event) { this.sure('登记歇业半年？', '歇业累计不超过三年，随时可以恢复。', event, '/pause', { version: this.versionOf(event), days: PAUSE_DAYS, reason: '' }) },
  resume(event) { this.sure('恢复经营？', '', event, '/resume', { version: this.versionOf(event) }) },
  close(event) { this.sure('申请简易注销？', '公示期内没有部门提出异议即注销，期间可以撤回。', event, '/close', { version: this.versionOf(event) }) },
  claim(event) { this.sure('认领这家店？', '认领以后，原来的账号不能再办这张执照的事。', event, '/claim', {}) },
  dispute(event) {
    const { uscc } = event.currentTarget.dataset
    ask({
      title: '登记不是您的意思？', editable: true, content: '', placeholderText: '请写明理由，比如 章程不是我签的', confirmText: '提出异议',
      success: ({ confirm, content }) => { if (confirm) this.move(uscc, '/dispute', { reason: content || '' }, '已提出，登记人员会看') },
    })
  },
  sure(title, content, event, move, body) {
    const { uscc } = event.currentTarget.dataset
    ask({ title, content, success: ({ confirm }) => { if (confirm) this.move(uscc, move, body) } })
  },
  async move(uscc, move, body, said) {
    this.setData({ busy: true })
    try {
      const done = await api.post('/licences/' + uscc + move, body)
      await this.load()
      if (done.waits_for) ask({ title: '还没有公示', content: '已经请另外' + done.waits_for + '位股东或者家庭成员承诺，最后一位同意后自动公示；有人不同意就不能简易注销。', showCancel: false })
      if (said) wx.showToast({ title: said, icon: 'none' })
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  verify(event) { go('/pages/approvals/verify/verify?c=' + event.currentTarget.dataset.code) },
})
