// One site: its week, what is served, when it was last found true, and what somebody finds at the door.
const api = require('../../../core/api.js')
const clock = require('../../../core/clock.js')
const kept = require('../kept.js')
const say = require('../../../core/say.js')
const storage = require('../../../core/storage.js')
const subscribe = require('../../../core/subscribe.js')
const where = require('../where.js')
const { fresh } = require('../../../core/keys.js')
const { openedWith } = require('../../../core/scene.js')
const { go } = require('../../../core/go.js')

const DEVICE = 'door-device'
const FOUND = [
  { id: 'as_listed', text: '和写的一样' }, { id: 'closed', text: '来了，没开门' }, { id: 'moved', text: '搬走了' },
  { id: 'refused', text: '不给办' }, { id: 'wrong', text: '写的不对' },
]

Page({
  id: '',
  data: { loading: true, fault: null, site: null, found: FOUND, has: [], hasNot: [], week: [], reports: [], telling: false, busy: false, answer: '', saved: false, keptOn: '' },
  onLoad(options) {
    this.id = openedWith(options).id
    if (api.isKnown()) subscribe.prepare()
    this.load()
  },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      this.show(await api.get('/sites/' + this.id, null, { open: true }), '')
    } catch (fault) {
      const held = fault.offline ? kept.find(this.id) : null
      if (held) this.show(held, say.day(held.keptOn))
      else this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  show(site, keptOn) {
    wx.setNavigationBarTitle({ title: site.name })
    const named = (has) => site.features.filter((one) => one.has === has).map((one) => one.name)
    const reports = (site.reports || []).map((one) => ({ id: one.opened_on + one.due_at, day: say.day(one.opened_on), kinds: one.kinds.join('、'), answer: one.answer, ended: one.ended_on ? say.day(one.ended_on) : '', due: say.moment(one.due_at), corrected: one.corrected }))
    const week = site.hours.week.map((one) => Object.assign({ open: one.spans.join('，') || '不开' }, one))
    this.setData({ loading: false, site, keptOn, week, has: named(true), hasNot: named(false), reports, saved: kept.isOwn(site.id) })
  },
  call() { wx.makePhoneCall({ phoneNumber: this.data.site.phone, fail: () => {} }) },
  walk() {
    const { place, name, address } = this.data.site
    wx.openLocation({ latitude: place.lat, longitude: place.lng, name, address, fail: () => wx.showToast({ title: '地图打不开，请按地址走', icon: 'none' }) })
  },
  openService(event) { go('/packages/directory/service/service?id=' + event.currentTarget.dataset.id) },
  book() { go('/pages/venues/venue/venue?id=' + this.data.site.venue) },
  async turnSaved() {
    const { saved, site } = this.data
    if (!saved) subscribe.offer(['progress'])
    try {
      await (saved ? api.remove('/sites/' + site.id + '/saves') : api.post('/sites/' + site.id + '/saves'))
      if (saved) kept.drop(site.id)
      else kept.keep(kept.slim(site, clock.today()))
      this.setData({ saved: !saved })
      wx.showToast({ title: saved ? '不再收藏' : '收藏了：没网也能看，改时间会告诉您', icon: 'none' })
    } catch (fault) { api.say(fault) }
  },
  tell() { this.setData({ telling: true, answer: '' }) },
  close() { this.setData({ telling: false }) },
  async send(event) {
    const { kind } = event.currentTarget.dataset
    const place = await where.find()
    if (!place) return wx.showToast({ title: '要在门口反馈，需要您的位置', icon: 'none' })
    this.setData({ busy: true })
    try {
      const said = await api.post('/sites/' + this.id + '/reports', { kind, place, device: device() })
      this.setData({ busy: false, telling: false, answer: heard(said) })
      return this.load()
    } catch (fault) {
      this.setData({ busy: false })
      return api.say(fault)
    }
  },
  onShareAppMessage() { return { title: this.data.site ? this.data.site.name : '身边的站点', path: '/packages/directory/site/site?id=' + this.id } },
})

/** A random number of this phone, so that it counts once: nothing of the phone or its person is in it. */
function device() {
  const known = storage.get(DEVICE) || fresh()
  storage.put(DEVICE, known)
  return known
}

function heard({ counts, because, doubted }) {
  if (!counts) return '收到了，谢谢。' + (because || '')
  return doubted ? '收到了，谢谢。已有两位居民反馈，这里先标为存疑，马上核实。' : '收到了，谢谢。已计入。'
}
