// One order: sign, contest, report in at the place, hand in the result; countersign, rule, accept, score, appeal.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const draft = require('../../../core/draft.js')
const { part } = require('../parts.js')
const { here } = require('../../../core/place.js')
const { go } = require('../../../core/go.js')

const RANKS = { urgent: '紧急', regular: '常规', key: '重点', hard: '疑难' }
const OFFICER = 'report-in-officer'
// What is asked for in words: the sheet's title, its field, what is sent.
const ASKS = {
  contest: { title: '不属于我们', label: '异议理由', button: '提出异议', body: (words) => ({ reason: words }) },
  uphold: { title: '裁定：仍由该单位办理', label: '裁定理由', button: '作出裁定', path: 'ruling', body: (words) => ({ upheld: true, words }) },
  release: { title: '裁定：免除该单位', label: '裁定理由', button: '作出裁定', path: 'ruling', body: (words) => ({ upheld: false, words }) },
  return: { title: '退回重做', label: '哪里不合格', button: '退回', path: 'accept', body: (words) => ({ accepted: false, reason: words }) },
  cancel: { title: '取消对该单位的发令', label: '取消原因', button: '取消发令', body: (words) => ({ reason: words }) },
  appeal: { title: '对评分有意见', label: '申诉理由', button: '提交申诉', body: (words) => ({ reason: words }) },
}
const WHY = [{ value: 'by_talk', text: '劝导解决' }, { value: 'private_place', text: '不便拍照' }, { value: 'nothing_found', text: '现场没有问题' }, { value: 'unsafe', text: '拍照不安全' }]

Page({
  id: '',
  data: { whys: WHY, noPhoto: '', loading: true, fault: null, order: null, rank: '', parts: [], countersign: false, officer: '', code: '', measures: '', photos: [], sending: false, cooperation: '', result: '', asking: null, words: '', error: '', opened: '', busy: false },
  async onLoad({ id }) {
    this.id = id
    const [officer, measures] = await Promise.all([draft.load(OFFICER), draft.load('done-' + id)])
    this.setData({ officer: officer || '', measures: measures || '' })
  },
  onShow() { this.load() },
  async onPullDownRefresh() { await this.load(); wx.stopPullDownRefresh() },
  async load() {
    try { this.show(await api.get('/orders/' + this.id, null, { keep: true })) } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  show(order) {
    const parts = order.parts.map(part)
    const first = parts.find((one) => one.form)
    this.setData({
      order, parts, rank: RANKS[order.rank], countersign: parts.some((one) => one.may.countersign), opened: first ? first.key : '',
      code: '', cooperation: '', result: '', photos: [], noPhoto: '', loading: false, fault: null, busy: false, asking: null,
    })
  },
  typed(event) { this.setData({ [event.currentTarget.dataset.name]: event.detail.value, error: '' }) },
  write(event) { this.setData({ measures: event.detail.value }); draft.save('done-' + this.id, event.detail.value) },
  why(event) { this.setData({ noPhoto: event.detail.value }) },
  attach(event) { this.setData({ photos: event.detail.ids, sending: event.detail.sending }) },
  async send(path, body) {
    this.setData({ busy: true })
    try {
      this.show(await api.post('/orders/' + this.id + '/' + path, body))
      wx.showToast({ title: '已提交', icon: 'none' })
      return true
    } catch (fault) {
      this.setData({ busy: false })
      api.say(fault)
      if (fault.code === 'events.illegal_move') this.load()
      return false
    }
  },
  open(event) { this.setData({ opened: event.currentTarget.dataset.unit }) },
  seal() { this.send('countersign', {}) },
  sign(event) { this.send('sign', { unit: event.currentTarget.dataset.unit }) },
  accept(event) { this.send('accept', { unit: event.currentTarget.dataset.unit, accepted: true }) },
  ask(event) {
    const { name, unit } = event.currentTarget.dataset
    this.setData({ asking: Object.assign({ name, unit }, ASKS[name]), words: '', error: '' })
  },
  close() { this.setData({ asking: null }) },
  answer() {
    const { asking, words } = this.data
    if (!words.trim()) return this.setData({ error: '请写明' + asking.label })
    return this.send(asking.path || asking.name, Object.assign({ unit: asking.unit }, ASKS[asking.name].body(words)))
  },
  async reportIn(event) {
    const { unit } = event.currentTarget.dataset
    const { officer, code } = this.data
    if (faults.missing({ officer: !officer && '请写报到人姓名' })) return undefined
    draft.save(OFFICER, officer)
    if (code) return this.send('report-in', { unit, officer, code })
    const position = await here()
    if (!position) return wx.showToast({ title: '取不到定位，请填社区出示的报到码', icon: 'none' })
    return this.send('report-in', { unit, officer, position })
  },
  async done(event) {
    const { measures, photos, noPhoto } = this.data
    if (faults.missing({ measures: !measures.trim() && '请写明做了什么', photos: !photos.length && !noPhoto && '请拍佐证照片，或选原因' })) return undefined
    const body = { unit: event.currentTarget.dataset.unit, measures, photos }
    if (await this.send('done', photos.length ? body : Object.assign(body, { no_photo: noPhoto }))) draft.clear('done-' + this.id)
    return undefined
  },
  score(event) {
    const { cooperation, result } = this.data
    if (faults.missing({ cooperation: cooperation === '' && '请打分', result: result === '' && '请打分' })) return undefined
    return this.send('score', { unit: event.currentTarget.dataset.unit, cooperation: Number(cooperation), result: Number(result) })
  },
  go() {
    const { position, place } = this.data.order
    wx.openLocation({ longitude: position.lng, latitude: position.lat, name: place, scale: 17, fail: () => wx.showToast({ title: '地图打不开，请按地址走', icon: 'none' }) })
  },
  matter() { go('/packages/grid/event/event?id=' + this.data.order.event_id) },
  look(event) { wx.previewImage({ urls: [event.currentTarget.dataset.url], current: event.currentTarget.dataset.url }) },
})
