// Registering an organisation by its unified social credit code, or mending what it says of itself.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const resumed = require('../../../core/resumed.js')
const { replace } = require('../../../core/go.js')

const NAMES = ['name', 'contact_name', 'address', 'about', 'agency_licence']
const EMPTY = { name: '', uscc: '', contact_name: '', address: '', about: '', agency_licence: '', is_agency: false, licence_file: '' }

Page({
  behaviors: [resumed],
  data: { loading: true, fault: null, id: '', form: /** @type {any} */ (EMPTY), sending: false, busy: false },
  async onLoad({ id }) {
    this.setData({ id: id || '' })
    if (id) return this.load()
    this.setData({ form: EMPTY, loading: false })
    return this.offerDraft('employer')
  },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      const employer = await api.get('/employers/' + this.data.id)
      const form = Object.keys(EMPTY).reduce((all, name) => Object.assign(all, { [name]: employer[name] || EMPTY[name] }), /** @type {any} */ ({}))
      this.setData({ form, loading: false })
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  resume(kept) { this.setData({ form: Object.assign({}, EMPTY, kept) }) },
  keep(some) {
    const form = Object.assign({}, this.data.form, some)
    this.setData({ form })
    if (!this.data.id) this.saveDraft(form)
  },
  write(event) { this.keep({ [event.currentTarget.dataset.name]: event.detail.value }) },
  agency() { this.keep({ is_agency: !this.data.form.is_agency }) },
  licence(event) {
    this.setData({ sending: event.detail.sending })
    this.keep({ licence_file: event.detail.ids[0] || '' })
  },
  async save() {
    const { form, id } = this.data
    if (faults.missing({ name: !form.name.trim() && '请填单位名称', uscc: !id && !form.uscc.trim() && '请填统一社会信用代码', agency_licence: form.is_agency && !form.agency_licence.trim() && '请填许可证编号', licence_file: !form.licence_file && '请上传营业执照照片' })) return undefined
    const body = NAMES.reduce((all, name) => Object.assign(all, { [name]: form[name] }), /** @type {any} */ ({ licence_file: form.licence_file, is_agency: form.is_agency }))
    if (!body.agency_licence) delete body.agency_licence
    this.setData({ busy: true })
    try {
      if (id) await api.put('/employers/' + id, body)
      else await api.post('/employers', Object.assign(body, { uscc: form.uscc }))
      if (!id) this.endDraft()
      wx.showToast({ title: '已提交审核' })
      wx.navigateBack({ fail: () => replace('/packages/employer/home/home') })
    } catch (fault) {
      api.say(fault)
    }
    return this.setData({ busy: false })
  },
})
