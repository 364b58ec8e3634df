// An employer's first page: the organisations I act for, their posts, joining by invitation.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')

const EMPLOYER = { pending: ['等待审核', 'warn'], verified: ['已通过审核', 'good'], refused: ['没有通过', 'bad'], suspended: ['已暂停', 'bad'] }
const JOB = {
  draft: ['草稿', 'plain'], in_review: ['审核中', 'warn'], refused: ['没有通过', 'bad'], published: ['招聘中', 'good'], paused: ['已暂停', 'plain'],
  closed: ['已结束', 'plain'], expired: ['已到期', 'warn'], taken_down: ['已下架', 'bad'],
}
const NO_PHONE = '求职者看不到您的电话。到“我的”里绑定手机号，再保存一次单位资料就好。'
const NO_PHONE_YET = '还没有绑定手机号。到“我的”里绑定，再保存一次单位资料，审核会更快。'

Page({
  data: { loading: true, fault: null, employers: [], chosen: '', employer: null, jobs: [], joining: false, code: '', invitation: '' },
  onShow() { this.load() },
  async load() {
    try {
      const { items } = await api.get('/employers/mine')
      const employers = items.map(({ role, employer }) => Object.assign({
        role, stateText: EMPLOYER[employer.state][0], look: EMPLOYER[employer.state][1], text: employer.name.slice(0, 12),
        noPhone: employer.state === 'verified' ? NO_PHONE : NO_PHONE_YET,
      }, employer))
      this.setData({ employers, fault: null })
      await this.show((employers.find((one) => one.id === this.data.chosen) || employers[0] || {}).id || '')
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  async show(id) {
    const employer = this.data.employers.find((one) => one.id === id) || null
    const { items } = id ? await api.get('/employers/' + id + '/jobs', { limit: 50 }) : { items: [] }
    const jobs = items.map((job) => ({
      id: job.id, title: job.title, pay: job.pay_text, stateText: JOB[job.state][0], look: JOB[job.state][1], until: job.valid_until ? say.day(job.valid_until) : '', hired: job.hired, wanted: job.wanted || '—',
      hasApplicants: !['draft', 'in_review', 'refused'].includes(job.state), reason: job.state_reason,
    }))
    this.setData({ chosen: id, employer, jobs, loading: false, invitation: '' })
  },
  choose(event) { this.show(event.detail.id) },
  register() { go('/packages/employer/register/register') },
  mend() { go('/packages/employer/register/register?id=' + this.data.chosen) },
  write() { go('/packages/employer/edit/edit?employer=' + this.data.chosen) },
  edit(event) { go('/packages/employer/edit/edit?id=' + event.currentTarget.dataset.id) },
  board(event) { go('/packages/employer/board/board?job=' + event.currentTarget.dataset.id) },
  async invite() {
    try {
      const { code } = await api.post('/employers/' + this.data.chosen + '/invitations', {})
      this.setData({ invitation: code })
    } catch (fault) { api.say(fault) }
  },
  openJoin() { this.setData({ joining: true }) },
  closeJoin() { this.setData({ joining: false }) },
  writeCode(event) { this.setData({ code: event.detail.value }) },
  async join() {
    try {
      await api.post('/employers/joins', { code: this.data.code })
      this.setData({ joining: false })
      this.load()
    } catch (fault) { api.say(fault) }
  },
})
