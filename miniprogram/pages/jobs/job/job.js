// One post: what it asks and gives, how its employer answers; one tap to apply.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const words = require('../words.js')
const say = require('../../../core/say.js')
const { openedWith } = require('../../../core/scene.js')
const subscribe = require('../../../core/subscribe.js')
const { go, replace } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')
const pulled = require('../../../core/pulled.js')

const REASONS = [
  { value: 'fees', text: '要交押金、培训费等' }, { value: 'false', text: '内容不真实' }, { value: 'discrimination', text: '有歧视' },
  { value: 'contact', text: '引到别处联系、刷单' }, { value: 'other', text: '其他' },
]

Page({
  behaviors: [pulled],
  id: '',
  data: { loading: true, fault: null, job: null, facts: [], busy: false, asking: false, message: '', reporting: false, reasons: REASONS, reason: null, text: '', answers: '', mine: null },
  onLoad(options) { this.id = openedWith(options).id; this.load() },
  onShow() { this.recall() },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      const job = await api.get('/jobs/' + this.id, null, { open: true }).catch(() => api.get('/jobs/' + this.id))
      this.setData({ job, facts: facts(job), answers: answered(job.answers), loading: false })
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  // What I sent to this post and did not take back; without a login there is nothing to ask.
  async recall() {
    if (!api.isKnown()) return
    const { items } = await api.get('/me/applications', { job: this.id, limit: 1 }).catch(() => ({ items: [] }))
    this.setData({ mine: items.find((one) => one.state !== 'withdrawn') || null })
  },
  progress() { go('/pages/jobs/application/application?id=' + this.data.mine.id) },
  async ask() {
    this.setData({ busy: true })
    try {
      await api.get('/me/job-profile')
      subscribe.prepare()
      this.setData({ asking: true, busy: false })
    } catch (fault) {
      this.setData({ busy: false })
      if (fault.code !== 'jobs.profile_missing') return api.say(fault)
      ask({
        title: '先填求职资料', content: '只填一次，以后投递一点就好。', confirmText: '去填写', cancelText: '以后再说',
        success: ({ confirm }) => { if (confirm) go('/pages/jobs/profile/profile') },
      })
    }
    return null
  },
  closeAsk() { this.setData({ asking: false }) },
  writeMessage(event) { this.setData({ message: event.detail.value }) },
  async apply() {
    subscribe.offer(['progress', 'reminder'])
    this.setData({ busy: true })
    try {
      const { id } = await api.post('/jobs/' + this.id + '/applications', { message: this.data.message })
      replace('/pages/jobs/application/application?id=' + id + '&fresh=1')
    } catch (fault) {
      this.setData({ busy: false, asking: false })
      api.say(fault)
    }
  },
  openReport() { this.setData({ reporting: true }) },
  closeReport() { this.setData({ reporting: false }) },
  chooseReason(event) { this.setData({ reason: event.detail.value }) },
  writeText(event) { this.setData({ text: event.detail.value }) },
  async report() {
    if (faults.missing({ reason: !this.data.reason && '请选原因' })) return undefined
    subscribe.offer(['progress'])
    try {
      await api.post('/jobs/' + this.id + '/reports', { reason: this.data.reason, text: this.data.text })
      this.setData({ reporting: false })
      wx.showToast({ title: '已收到，核实后会告诉您', icon: 'none' })
    } catch (fault) { api.say(fault) }
    return null
  },
  onShareAppMessage() { return { title: this.data.job ? this.data.job.title : '找工作', path: '/pages/jobs/job/job?id=' + this.id } },
})

function facts(job) {
  const contract = job.contract_months === 0 ? '无固定期限' : job.contract_months ? job.contract_months + '个月' : ''
  return [
    ['类型', words.kindText(job.kind)], ['工资构成', job.pay_parts], ['每月保底', job.base_pay_fen ? say.money(job.base_pay_fen) : ''],
    ['工时', [words.hours(job.minutes_per_day), job.days_per_week ? '每周' + job.days_per_week + '天' : '', words.SHIFTS[job.shifts]].filter(Boolean).join('，')],
    ['待遇', words.promises(job).slice(job.minutes_per_day ? 1 : 0).join('、')], ['招聘人数', job.wanted ? job.wanted + '人' : ''],
    ['合同', contract], ['试用期', job.probation_months ? job.probation_months + '个月' : '无试用期'],
    ['地点', [job.community_name, job.address].filter(Boolean).join(' ')], ['有效期至', say.day(job.valid_until)],
  ].filter((fact) => fact[1]).map(([name, text]) => ({ name, text }))
}

function answered(answers) {
  if (!answers || answers.percent === null) return ''
  return '14天以上的' + answers.due + '份投递，答复了' + answers.percent + '%'
}
