// An order: sign, report in at the place, hand in the result, accept, score. `?event=` issues a new one.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')

const PARTS = { sign: '签收及时', report_in: '报到及时', cooperation: '配合', result: '成效', resident: '居民评价', overdue: '超期' }

function part(one) {
  const may = one.allowed.reduce((all, name) => Object.assign(all, { [name.replace('-', '_')]: true }), {})
  return {
    unit: one.unit, may, state: one.state_text, lead: one.is_lead, supervision: one.supervision, measures: one.measures, officer: one.officer,
    clocks: one.clocks.filter((clock) => !clock.stopped_at).map((clock) => ({ name: clock.name, due: say.moment(clock.due_at), overdue: clock.overdue })),
    score: one.score === null ? '' : one.score + '分' + (one.is_final ? '' : '（待双方评完）'),
    lines: one.score_lines.map((line) => ({ part: line.part, text: (PARTS[line.part] || line.part) + ' ' + line.points + '分，' + line.because })),
    photos: one.photos.map((photo) => ({ id: photo.id, src: ((getApp() && getApp().globalData.base) || '') + photo.small })),
  }
}

Page({
  data: { loading: true, fault: null, order: null, parts: [], units: [], names: [], leads: [], place: '', item: '', officer: '', code: '', measures: '', photos: [], sending: false, cooperation: '', result: '', busy: false },
  onLoad({ id, event }) { this.id = id; this.event = event },
  onShow() { this.load() },
  async load() {
    try {
      if (this.id) this.show(await api.get('/orders/' + this.id))
      else await this.prepare()
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence } }) }
  },
  async prepare() {
    const { items } = await api.get('/events/departments')
    this.setData({ loading: false, units: items.map((one) => ({ value: one.code, text: one.name })) })
  },
  show(order) { this.id = order.id; this.setData({ order, parts: order.parts.map(part), loading: false, fault: null, busy: false }) },
  typed(event) { this.setData({ [event.currentTarget.dataset.name]: event.detail.value }) },
  chose(event) { this.setData({ leads: event.detail.value }) },
  attach(event) { this.setData({ photos: event.detail.ids, sending: event.detail.sending }) },
  async issue() {
    const { leads, place, item } = this.data
    if (!leads.length || !place) return wx.showToast({ title: '请选单位并写明地点', icon: 'none' })
    return this.send('/events/' + this.event + '/orders', { departments: leads, lead: leads[0], place, item })
  },
  async send(path, body) {
    this.setData({ busy: true })
    try { this.show(await api.post(path, body)) } catch (fault) { this.setData({ busy: false }); api.say(fault) }
  },
  act(name, body, unit) { return this.send('/orders/' + this.id + '/' + name, Object.assign({ unit }, body)) },
  sign(event) { this.act('sign', {}, event.currentTarget.dataset.unit) },
  contest(event) {
    const { unit } = event.currentTarget.dataset
    wx.showModal({ title: '异议理由', editable: true, success: ({ confirm, content }) => confirm && this.act('contest', { reason: content || '' }, unit) })
  },
  reportIn(event) {
    const { unit } = event.currentTarget.dataset
    const { officer, code } = this.data
    if (!officer) return wx.showToast({ title: '请写报到人姓名', icon: 'none' })
    if (code) return this.act('report-in', { officer, code }, unit)
    return wx.getLocation({
      type: 'gcj02',
      success: ({ longitude, latitude }) => this.act('report-in', { officer, position: { lng: longitude, lat: latitude, datum: 'gcj02' } }, unit),
      fail: () => wx.showToast({ title: '取不到定位，请填社区出示的报到码', icon: 'none' }),
    })
  },
  done(event) {
    if (!this.data.measures) return wx.showToast({ title: '请写明做了什么', icon: 'none' })
    return this.act('done', { measures: this.data.measures, photos: this.data.photos }, event.currentTarget.dataset.unit)
  },
  accept(event) { this.act('accept', { accepted: true }, event.currentTarget.dataset.unit) },
  back(event) {
    const { unit } = event.currentTarget.dataset
    wx.showModal({ title: '退回原因', editable: true, success: ({ confirm, content }) => confirm && this.act('accept', { accepted: false, reason: content || '' }, unit) })
  },
  score(event) {
    const { cooperation, result } = this.data
    if (cooperation === '' || result === '') return wx.showToast({ title: '请打分', icon: 'none' })
    return this.act('score', { cooperation: Number(cooperation), result: Number(result) }, event.currentTarget.dataset.unit)
  },
})
