// The applicants of one post, the longest waiting first; each gets an answer.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const clock = require('../../../core/clock.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')

const STATES = { sent: '新投递', seen: '已查看', talking: '沟通中', interview: '面试', offered: '已发意向，等对方答复', accepted: '对方已接受', hired: '已录用', rejected: '已回绝', declined: '对方谢绝' }
const MOVES = { talking: '想沟通', interview: '约面试', offered: '发录用意向', hired: '确认录用', rejected: '回绝' }
const LOOKS = { sent: 'warn', seen: 'warn', talking: 'good', interview: 'good', offered: 'good', accepted: 'good', hired: 'good' }

Page({
  behaviors: [lists],
  job: null,
  data: { job: null, counts: '', asking: '', one: null, day: '', time: '', place: '', reason: '', today: clock.today(), busy: false },
  async onLoad({ job }) {
    this.job = job
    this.reload()
    try { this.setData({ job: await api.get('/jobs/' + job) }) } catch (fault) { api.say(fault) }
  },
  async fetchPage(cursor) {
    const page = await api.get('/jobs/' + this.job + '/applications', { cursor, limit: 20 })
    this.setData({ counts: Object.keys(STATES).filter((state) => page.counts[state]).map((state) => STATES[state] + page.counts[state]).join(' · ') })
    return page
  },
  dressItem(one) {
    const { profile } = one
    return {
      id: one.id, name: profile.name || '求职者', headline: profile.headline || '', phone: profile.phone || '', message: profile.message || '', wishes: profile.wishes || '',
      works: (profile.experience || []).map((work) => work.employer + '，' + work.title + '，' + work.years + '年'), papers: (profile.certificates || []).join('、'), state: STATES[one.state], look: LOOKS[one.state] || 'plain',
      sent: say.moment(one.sent_at), late: one.is_overdue, note: one.state_text, isNew: one.state === 'sent', moves: one.allowed.filter((to) => MOVES[to]).map((to) => ({ to, text: MOVES[to] })),
    }
  },
  act(event) {
    const { id, to } = event.currentTarget.dataset
    const one = this.data.items.find((item) => item.id === id)
    if (to === 'interview' || to === 'rejected') return this.setData({ asking: to, one, reason: '', place: this.data.job ? this.data.job.address : '' })
    return this.move(id, { to })
  },
  seen(event) { this.move(event.currentTarget.dataset.id, { to: 'seen' }) },
  close() { this.setData({ asking: '' }) },
  write(event) { this.setData({ [event.currentTarget.dataset.name]: event.detail.value }) },
  confirm() {
    const { asking, one, day, time, place, reason } = this.data
    if (asking === 'rejected') return this.move(one.id, { to: 'rejected', reason })
    if (faults.missing({ day: !day && '请选面试日期', time: !time && '请选面试时间' })) return undefined
    return this.move(one.id, { to: 'interview', interview_at: day + 'T' + time + ':00+08:00', interview_place: place, reason })
  },
  async move(id, body) {
    this.setData({ busy: true })
    try {
      await api.post('/jobs/applications/' + id + '/move', body)
      this.setData({ asking: '' })
      await this.reload()
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  call(event) { wx.makePhoneCall({ phoneNumber: event.currentTarget.dataset.phone, fail: () => {} }) },
})
