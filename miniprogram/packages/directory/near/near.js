// 身边: a list by minutes, without a map. What is open when one arrives, free, without a step, by need and by words.
// The phone says where it is only after a tap; what is kept here opens without network.
const api = require('../../../core/api.js')
const clock = require('../../../core/clock.js')
const lists = require('../../../core/lists.js')
const look = require('../../../core/look.js')
const kept = require('../kept.js')
const where = require('../where.js')
const meantDoors = require('../../../core/meant.js')
const { go } = require('../../../core/go.js')

const VIEWS = [{ id: 'services', text: '找服务' }, { id: 'sites', text: '找站点' }]
const NEEDS_OF_PLACES = [
  { value: 'ramp', text: '坡道' }, { value: 'lift', text: '电梯' }, { value: 'toilet', text: '无障碍厕所' },
  { value: 'hearing_loop', text: '助听设备' }, { value: 'nursing', text: '母婴室' },
]
const WALK = 15
const MOST_KEPT = 30
const AT_ONCE = 5

Page({
  behaviors: [lists],
  data: {
    views: VIEWS, view: 'services', q: '', need: '', needName: '', alliances: [], choosing: '', places: NEEDS_OF_PLACES, accessible: [], filters: '',
    near: false, walk: false, slow: false, free: false, open: false, date: '', time: '', today: clock.today(), saved: [], offline: false, keeping: false, meant: [], elsewhere: '', doors: [], lost: false, narrowed: false,
  },
  onLoad({ need }) {
    this.setData({ slow: look.now().elder, need: need || '', near: Boolean(where.known()) })
    this.reload()
    this.readNeeds()
  },
  onShow() { this.setData({ saved: kept.all() }) },
  async readNeeds() {
    try {
      const { items } = await api.get('/services/needs', null, { open: true, keep: true })
      const chosen = [].concat(...items.map((one) => one.needs)).filter((one) => one.id === this.data.need)[0]
      this.setData({ alliances: items, needName: chosen ? chosen.name : '' })
      this.tell()
    } catch (_) { /* the list works without */ }
  },
  async fetchPage(cursor) {
    try {
      const page = await api.get('/' + this.data.view, Object.assign(this.wanted(), { cursor, limit: 20 }), { open: true })
      if (cursor) page.items = page.items.filter((one) => !this.data.items.some(({ key }) => key === (one.service_at || one.id)))
      const { q, need, free, open, walk, accessible } = this.data
      const narrowed = Boolean(need || free || open || walk || accessible.length)
      const lost = Boolean(q) && !narrowed && !page.meant.length
      this.setData({ offline: false, meant: need ? [] : page.meant || [], elsewhere: page.elsewhere || '', doors: [], lost, narrowed })
      if (lost && !page.items.length) this.readDoors(q)
      return page
    } catch (fault) {
      if (!fault.offline || !kept.all().length) throw fault
      this.setData({ offline: true, saved: kept.all() })
      return { items: [], next_cursor: null }
    }
  },
  /** Words that no place serves may mean another page: a broken road is reported, not looked for. */
  async readDoors(q) {
    const { doors } = await api.get('/services/help', { q }, { open: true }).catch(() => ({ doors: [] }))
    if (q === this.data.q) this.setData({ doors: meantDoors(doors) })
  },
  wanted() {
    const { view, q, need, accessible, near, walk, slow, free, open } = this.data
    const asked = { q, need, accessible: accessible.join(','), pace: slow ? 'slow' : '' }
    if (near) Object.assign(asked, where.asked(), walk ? { within_min: WALK } : {})
    if (free && view === 'services') asked.free = true
    if (open) asked.open_at = this.leaving()
    return asked
  },
  leaving() {
    const { date, time, today } = this.data
    return date || time ? (date || today) + 'T' + (time || '09:00') + ':00+08:00' : 'now'
  },
  dressItem(item) {
    const site = item.site || item
    const distance = site.minutes === null ? '' : '步行约' + site.minutes + '分钟'
    const has = site.features.filter((one) => one.has).map((one) => one.name)
    const label = [item.name, item.site ? site.name : site.kind.name, distance, site.door.text].filter(Boolean).join('，')
    return { key: item.service_at || item.id, id: item.id, name: item.name, isService: Boolean(item.site), site, cost: item.cost, who: item.who, distance, has, label, sample: item.is_sample || site.is_sample }
  },
  changeView(event) { this.ask({ view: event.detail.id }) },
  search(event) { this.ask({ q: event.detail.value }) },
  chooseNeeds() { this.setData({ choosing: 'need' }) },
  openFilters() { this.setData({ choosing: 'filters' }) },
  clear() { this.ask({ view: 'services', need: '', needName: '', free: false, walk: false, accessible: [], choosing: '' }) },
  close() { this.setData({ choosing: '' }) },
  pickNeed(event) {
    const { id, name } = event.currentTarget.dataset
    this.ask({ need: id, needName: name, choosing: '' })
  },
  pickFeatures(event) { this.ask({ accessible: event.detail.value }) },
  /** Look for one of the needs that were offered, without the words that told too little. */
  pickTold(event) {
    const { id, name } = event.currentTarget.dataset
    this.ask({ need: id, needName: name, q: '', view: 'services' })
  },
  findCentres() { this.ask({ view: 'sites', q: '党群服务中心', need: '', needName: '' }) },
  turnFree() { this.ask({ free: !this.data.free }) },
  turnWalk() { this.ask({ walk: !this.data.walk }) },
  turnSlow() { this.ask({ slow: !this.data.slow }) },
  turnOpen() { this.ask({ open: !this.data.open, date: '', time: '' }) },
  pickDate(event) { this.ask({ date: event.detail.value }) },
  pickTime(event) { this.ask({ time: event.detail.value }) },
  leaveNow() { this.ask({ date: '', time: '' }) },
  /** What is chosen, in the words of the line that stands for it. */
  tell() {
    const { view, needName, free, walk, accessible, places } = this.data
    const named = places.filter((one) => accessible.indexOf(one.value) >= 0).map((one) => one.text)
    this.setData({ filters: [view === 'sites' && '站点', needName, free && '免费', walk && '15分钟以内'].concat(named).filter(Boolean).join('、') })
  },
  ask(some) {
    this.setData(some)
    this.tell()
    return this.reload()
  },
  async findNear() {
    if (this.data.near) {
      where.forget()
      return this.ask({ near: false, walk: false })
    }
    if (!await where.find()) return wx.showToast({ title: '没有得到位置，可以按需要或文字找', icon: 'none' })
    return this.ask({ near: true })
  },
  /** Take what lies within a quarter of an hour along, with its hours, for when there is no network. */
  async keepAround() {
    this.setData({ keeping: true })
    try {
      const { items } = await api.get('/sites', Object.assign(where.asked(), { within_min: WALK, pace: this.data.slow ? 'slow' : '', limit: MOST_KEPT }), { open: true })
      const held = kept.keepAround(await inFull(items))
      this.setData({ keeping: false, saved: kept.all() })
      wx.showToast({ title: '存好了' + held + '个站点，没网也能看', icon: 'none' })
    } catch (fault) {
      this.setData({ keeping: false })
      api.say(fault)
    }
  },
  openItem(event) {
    const { id, service } = event.currentTarget.dataset
    go('/packages/directory/' + (service ? 'service/service' : 'site/site') + '?id=' + id)
  },
  call(event) { wx.makePhoneCall({ phoneNumber: event.currentTarget.dataset.number, fail: () => {} }) },
  openDoor(event) { go(event.currentTarget.dataset.url) },
  openCircle() { go('/packages/directory/circle/circle') },
  onShareAppMessage() { return { title: '身边有什么服务，走到时开着吗', path: '/packages/directory/near/near' } },
})

/** The pages of these sites, a few at a time. */
async function inFull(items) {
  const found = []
  for (let at = 0; at < items.length; at += AT_ONCE) {
    const some = items.slice(at, at + AT_ONCE)
    const pages = await Promise.all(some.map(({ id }) => api.get('/sites/' + id, null, { open: true })))
    pages.forEach((page, index) => found.push(kept.slim(page, clock.today(), some[index].minutes)))
  }
  return found
}
