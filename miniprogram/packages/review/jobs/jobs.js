// Staff review: posts that wait, employers that wait, reports.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const lists = require('../../../core/lists.js')
const server = require('../../../core/server.js')

const VIEWS = [{ id: 'queue', text: '岗位' }, { id: 'employers', text: '单位' }, { id: 'reports', text: '举报' }]
const REASONS = { fees: '收费', false: '内容不真实', discrimination: '歧视', contact: '引到别处、刷单', other: '其他' }
const LEVELS = { refuse: '不能发布', review: '存疑', warn: '提醒' }

Page({
  behaviors: [lists],
  data: { view: 'queue', views: VIEWS, asking: null, reason: '', busy: false },
  onLoad() { this.reload() },
  fetchPage(cursor) { return api.get('/staff/jobs/' + this.data.view, { cursor, limit: 20 }) },
  dressItem(one) {
    if (this.data.view === 'employers') return Object.assign({ title: one.name, licence: server.full(one.licence_address) }, one)
    if (this.data.view === 'reports') return { id: one.id, title: one.job.title, employer: one.job.employer.name, what: REASONS[one.reason], text: one.text }
    const findings = one.findings.map((found, key) => ({ key, text: LEVELS[found.level] + '：“' + found.text + '”' + found.name, article: found.article }))
    return { id: one.id, version: one.version, title: one.title, employer: one.employer.name, verified: one.employer.state === 'verified', pay: one.pay_text, duties: one.duties, requirements: one.requirements, benefits: one.benefits, findings, why: one.state_reason }
  },
  choose(event) { this.setData({ view: event.detail.id, items: [] }); this.reload() },
  look(event) { wx.previewImage({ urls: [event.currentTarget.dataset.url] }) },
  // A decision names the version that was read: what the employer changed since comes back as 409.
  versionRead(id) { return this.data.items.find((one) => one.id === id).version },
  approve(event) {
    const { id } = event.currentTarget.dataset
    this.send('/staff/jobs/' + id + '/approve', { version: this.versionRead(id) })
  },
  verify(event) {
    const { id, checked } = event.currentTarget.dataset
    this.send('/staff/jobs/employers/' + id + '/decide', { decision: 'verify', version: this.versionRead(id), contact_checked: Boolean(checked) })
  },
  ask(event) { this.setData({ asking: event.currentTarget.dataset, reason: '' }) },
  close() { this.setData({ asking: null }) },
  write(event) { this.setData({ reason: event.detail.value }) },
  async confirm() {
    const { asking, reason } = this.data
    if (faults.missing({ reason: !reason.trim() && '请写原因' })) return undefined
    const paths = { post: '/staff/jobs/' + asking.id + '/refuse', employer: '/staff/jobs/employers/' + asking.id + '/decide', report: '/staff/jobs/reports/' + asking.id + '/settle' }
    const bodies = {
      post: () => ({ reason, version: this.versionRead(asking.id) }),
      employer: () => ({ decision: 'refuse', reason }),
      report: () => ({ upheld: Boolean(asking.upheld), answer: reason }),
    }
    return this.send(paths[asking.kind], bodies[asking.kind]())
  },
  async send(path, body) {
    this.setData({ busy: true })
    try {
      await api.post(path, body)
      this.setData({ asking: null })
      wx.showToast({ title: '已办理' })
      await this.reload()
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
})
