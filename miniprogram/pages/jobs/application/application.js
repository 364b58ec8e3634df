// One application: where it is, every step, the interview, and leaving it.
const api = require('../../../core/api.js')
const words = require('../words.js')
const { ofApplication } = require('../../../core/steps.js')
const { go } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')
const pulled = require('../../../core/pulled.js')

const LEAVABLE = ['sent', 'seen', 'talking', 'interview', 'offered', 'accepted']

Page({
  behaviors: [pulled],
  id: '',
  data: { loading: true, fault: null, one: null, look: 'plain', state: '', steps: [], fresh: false, next: [], busy: false, canLeave: false },
  onLoad({ id, fresh }) { this.id = id; this.setData({ fresh: Boolean(fresh) }); this.load() },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      this.show(await api.get('/me/applications/' + this.id, null, { keep: true }))
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  show(one) {
    const steps = (one.steps || []).map((step) => ({ at: step.at, title: words.STATES[step.state], text: step.reason, by: step.by_employer ? '单位' : '我' })).reverse()
    this.setData({ one, state: words.STATES[one.state], look: words.LOOKS[one.state], steps, next: ofApplication(one), canLeave: LEAVABLE.includes(one.state), loading: false })
  },
  async accept() {
    this.setData({ busy: true })
    try { await api.post('/jobs/applications/' + this.id + '/accept', { terms_version: this.data.one.terms_version }) } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
    this.load()
  },
  leave(event) {
    const { how } = event.currentTarget.dataset
    ask({
      danger: true, title: how === 'decline' ? '谢绝这份工作？' : '撤回这份投递？', content: '单位会看到您的决定。', confirmText: '确定', cancelText: '不了',
      success: async ({ confirm }) => {
        if (!confirm) return
        this.setData({ busy: true })
        try { await api.post('/jobs/applications/' + this.id + '/' + how, {}) } catch (fault) { api.say(fault) }
        this.setData({ busy: false })
        this.load()
      },
    })
  },
  call() { wx.makePhoneCall({ phoneNumber: this.data.one.employer_phone, fail: () => {} }) },
  post() { go('/pages/jobs/job/job?id=' + this.data.one.job.id) },
})
