// Writing a post. What breaks the law is shown while it is written: which words, which article,
// what to write instead.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const clock = require('../../../core/clock.js')
const resumed = require('../../../core/resumed.js')
const shape = require('./form.js')
const { ask } = require('../../../core/ask.js')

const PAUSE = 600
const LEVELS = { refuse: ['不能发布', 'bad'], review: ['要人工审核', 'warn'], warn: ['提醒', 'plain'] }
const FIELDS = {
  title: '岗位名称', duties: '工作内容', requirements: '招聘条件', benefits: '福利', pay_parts: '工资构成', address: '地址', user_employer: '用工单位', pay_min_fen: '工资', pay_max_fen: '工资', base_pay_fen: '保底工资',
  probation_months: '试用期', probation_pay_fen: '试用期工资', contract_months: '合同', hours_per_day: '工时', days_per_week: '工时', insured: '社保', wanted: '人数', community_code: '社区', valid_until: '有效期',
}
const OPEN = ['published', 'paused']

Page({
  behaviors: [resumed],
  draftName: 'job',
  employer: null, timer: null, turn: null,
  data: {
    loading: true, fault: null, id: '', state: 'draft', reason: '', form: shape.EMPTY, kinds: shape.KINDS, units: shape.UNITS, promiseItems: shape.PROMISES, communities: [], communityNames: [], communityIndex: 0,
    trades: [], tradeNames: ['请选择'], tradeIndex: 0, findings: [], gaps: [], refused: 0, checked: false, today: clock.today(), last: clock.addDays(clock.today(), 90), busy: false, canClose: false, hints: {}, wage: '',
  },
  onLoad({ id, employer }) {
    this.employer = employer || null
    this.setData({ id: id || '' })
    this.load()
  },
  onUnload() { clearTimeout(this.timer) },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      const [catalogue, places] = await Promise.all([api.get('/jobs/catalogue', null, { open: true }), api.get('/places/communities', null, { open: true })])
      const communities = places.items.filter((one) => one.code)
      const wage = catalogue.minimum_wage
      this.setData({
        communities, communityNames: ['请选择'].concat(communities.map((one) => one.name)), trades: catalogue.occupations, tradeNames: ['请选择'].concat(catalogue.occupations.map((one) => one.name)),
        wage: '最低工资：每月' + wage.monthly_fen / 100 + '元，每小时' + wage.hourly_fen / 100 + '元',
      })
      if (this.data.id) this.show(await api.get('/jobs/' + this.data.id))
      else {
        this.fill({ valid_until: clock.addDays(clock.today(), 30) })
        this.offerDraft('job')
      }
      this.setData({ loading: false })
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  show(job) {
    this.setData({ state: job.state, reason: job.state_reason, canClose: OPEN.includes(job.state) })
    this.fill(shape.form(job))
    this.showFindings(job.findings)
  },
  fill(some) {
    const form = Object.assign({}, this.data.form, some)
    const communityIndex = this.data.communities.findIndex((one) => one.code === form.community_code) + 1
    const tradeIndex = this.data.trades.findIndex((one) => one.code === form.occupation) + 1
    this.setData({ form, communityIndex, tradeIndex })
  },
  resume(kept) { this.fill(kept) },
  keep(some) {
    this.fill(some)
    if (!this.data.id) this.saveDraft(this.data.form)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.check(), PAUSE)
  },
  write(event) { this.keep({ [event.currentTarget.dataset.name]: event.detail.value }) },
  choose(event) { this.keep({ [event.currentTarget.dataset.name]: event.detail.value }) },
  chooseCommunity(event) {
    const index = Number(event.detail.value)
    this.keep({ community_code: index ? this.data.communities[index - 1].code : '' })
  },
  chooseTrade(event) {
    const index = Number(event.detail.value)
    this.keep({ occupation: index ? this.data.trades[index - 1].code : '' })
  },
  async check() {
    if (!this.data.form.title.trim()) return
    const turn = (this.turn || 0) + 1
    this.turn = turn
    try {
      const { findings } = await api.compute('/jobs/check', shape.body(this.data.form))
      if (turn === this.turn) this.showFindings(findings)
    } catch (fault) {
      if (fault.status !== 422) api.say(fault)
    }
  },
  showFindings(found) {
    const dressed = found.map((one, index) => ({
      key: index, text: one.text, level: LEVELS[one.level][0], look: LEVELS[one.level][1], name: one.name, article: one.article, remedy: one.remedy, where: FIELDS[one.field] || '', isGap: one.rule === 'complete',
    }))
    const hints = {}
    found.filter((one) => one.rule !== 'complete' && one.level !== 'warn').forEach((one) => { hints[one.field] = (hints[one.field] || '') + '“' + one.text + '”' })
    Object.keys(hints).forEach((name) => { hints[name] += '不合规定，改法在最上面' })
    this.setData({ hints, findings: dressed.filter((one) => !one.isGap), gaps: dressed.filter((one) => one.isGap), refused: found.filter((one) => one.level === 'refuse').length, checked: true })
  },
  toFindings() { wx.pageScrollTo({ scrollTop: 0, duration: 0 }) },
  async save() {
    const body = shape.body(this.data.form)
    if (this.data.id) return api.put('/jobs/' + this.data.id, body)
    const job = await api.post('/jobs', this.employer ? Object.assign(body, { employer_id: this.employer }) : body)
    this.setData({ id: job.id })
    this.endDraft()
    return job
  },
  async act(work) {
    this.setData({ busy: true })
    try {
      this.show(await work())
      return this.setData({ busy: false })
    } catch (fault) {
      this.setData({ busy: false })
      return fault.code === 'jobs.unlawful_content' ? this.refuse(fault) : api.say(fault)
    }
  },
  /** What is only not filled in yet is told at its fields; what breaks the law is explained above. */
  refuse(fault) {
    this.showFindings(fault.findings)
    const gaps = fault.findings.filter((one) => one.rule === 'complete').reduce((all, one) => Object.assign(all, { [one.field]: one.remedy }), {})
    if (Object.keys(gaps).length === fault.findings.length) return faults.missing(gaps)
    this.toFindings()
    return api.say(fault)
  },
  keepDraft() {
    return this.act(async () => {
      const job = await this.save()
      wx.showToast({ title: '已保存' })
      return job
    })
  },
  submit() {
    if (faults.missing(shape.gaps(this.data.form))) return undefined
    return this.act(async () => {
      const saved = await this.save()
      if (saved.state === 'published') return saved
      const job = await api.post('/jobs/' + this.data.id + '/submit')
      wx.showToast({ title: job.state === 'published' ? '已发布' : '已提交审核', icon: 'none' })
      return job
    })
  },
  pause() { return this.act(() => api.post('/jobs/' + this.data.id + '/pause')) },
  renew() { return this.act(() => api.post('/jobs/' + this.data.id + '/renew', { valid_until: clock.addDays(clock.today(), 60) })) },
  close() {
    ask({
      danger: true, title: '结束招聘？', content: '结束后求职者看不到这个岗位，已有的投递还要答复。', confirmText: '结束', cancelText: '不了',
      success: ({ confirm }) => { if (confirm) this.act(() => api.post('/jobs/' + this.data.id + '/close')) },
    })
  },
})
