// The profile, made once. It asks nothing about sex, marriage, health or origin.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const resumed = require('../../../core/resumed.js')
const { replace } = require('../../../core/go.js')

const NAMES = ['name', 'headline', 'wishes', 'about']
const EMPTY = { name: '', headline: '', wishes: '', about: '', certificates: '', experience: [] }

Page({
  behaviors: [resumed],
  draftName: 'job-profile',
  data: { loading: true, fault: null, form: EMPTY, busy: false },
  onLoad() { this.load() },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      const profile = await api.get('/me/job-profile')
      this.setData({ form: Object.assign({}, EMPTY, profile, { certificates: profile.certificates.join('、') }), loading: false })
    } catch (fault) {
      if (fault.code !== 'jobs.profile_missing') return this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
      this.setData({ form: EMPTY, loading: false })
      this.offerDraft('job-profile')
    }
    return null
  },
  resume(form) { this.setData({ form }) },
  keep(some) {
    const form = Object.assign({}, this.data.form, some)
    this.setData({ form })
    this.saveDraft(form)
  },
  write(event) { this.keep({ [event.currentTarget.dataset.name]: event.detail.value }) },
  addWork() { this.keep({ experience: this.data.form.experience.concat([{ employer: '', title: '', years: 1 }]) }) },
  dropWork(event) { this.keep({ experience: this.data.form.experience.filter((_, index) => index !== event.currentTarget.dataset.index) }) },
  writeWork(event) {
    const { index, name } = event.currentTarget.dataset
    const value = name === 'years' ? Number(event.detail.value) || 0 : event.detail.value
    this.keep({ experience: this.data.form.experience.map((work, place) => (place === index ? Object.assign({}, work, { [name]: value }) : work)) })
  },
  async save() {
    const { form } = this.data
    if (faults.missing({ name: !form.name.trim() && '请填写姓名' })) return undefined
    const body = NAMES.reduce((all, name) => Object.assign(all, { [name]: form[name] }), /** @type {any} */ ({}))
    body.certificates = form.certificates.split(/[、,，]/).map((one) => one.trim()).filter(Boolean)
    body.experience = form.experience.filter((work) => work.employer && work.title)
    this.setData({ busy: true })
    try {
      await api.put('/me/job-profile', body)
      this.endDraft()
      wx.showToast({ title: '已保存' })
      wx.navigateBack({ fail: () => replace('/pages/jobs/list/list') })
    } catch (fault) {
      api.say(fault)
    }
    return this.setData({ busy: false })
  },
})
