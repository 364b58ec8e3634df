// One stall: call the next, pass over who is not there, give numbers on the spot, pause, add places.
const api = require('../../../core/api.js')
const server = require('../../../core/server.js')
const { ask } = require('../../../core/ask.js')

const EVERY = 6000
const NOBODY = '—'

Page({
  market: null, id: '', path: '', timer: null,
  data: { loading: true, fault: null, queue: null, station: 1, stations: [], at: null, busy: false },
  onLoad({ market, id }) {
    this.market = market
    this.id = id
    this.path = '/markets/' + market + '/items/' + id
  },
  onShow() {
    this.load()
    this.timer = setInterval(() => this.refresh(), EVERY)
  },
  onHide() { clearInterval(this.timer) },
  onUnload() { clearInterval(this.timer) },
  async load() {
    try {
      this.show(await api.get(this.path + '/queue', null, { open: true }))
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  async refresh() {
    try { this.show(await api.get(this.path + '/queue', null, { open: true })) } catch (_) { /* asked again soon */ }
  },
  show(queue) {
    const stations = []
    for (let station = 1; station <= queue.stations; station += 1) {
      const called = queue.calling.find((one) => one.station === station)
      stations.push({ station, label: called ? called.label : NOBODY, paused: queue.paused.indexOf(station) >= 0 })
    }
    wx.setNavigationBarTitle({ title: queue.service_name })
    this.setData({ loading: false, fault: null, queue: Object.assign({}, queue, { minutes: Math.round(queue.per_person_seconds / 6) / 10, next: queue.next.slice(0, 12) }), stations })
    this.mine()
  },
  /** Who is at my station is known by number; their ticket is asked for unless I called it myself. */
  async mine() {
    const here = this.data.stations[this.data.station - 1]
    const { at } = this.data
    if (at && here && here.label === at.label) return
    this.setData({ at: null })
    if (!here || here.label === NOBODY) return
    try {
      const { items } = await api.get(this.path + '/called')
      const found = items.find((one) => one.station === here.station && one.label === here.label)
      if (found && this.data.station === here.station) this.setData({ at: found })
    } catch (_) { /* asked again with the next look at the queue */ }
  },
  choose(event) {
    this.setData({ station: Number(event.currentTarget.dataset.station), at: null })
    this.mine()
  },
  async act(work) {
    this.setData({ busy: true })
    try {
      await work()
      await this.refresh()
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  next() {
    const { station, at } = this.data
    return this.act(async () => {
      const { called, finished } = await api.post(this.path + '/call-next', { station, after: at ? at.id : null })
      this.setData({ at: called })
      wx.showToast({ title: called ? '请' + called.label + '号' : finished.label + '号已完成', icon: 'none' })
    })
  },
  onTicket(what, then) {
    const { at } = this.data
    if (!at) return wx.showToast({ title: '请先叫号', icon: 'none' })
    return this.act(async () => {
      await api.post('/markets/tickets/' + at.id + '/' + what)
      this.setData({ at: null })
      wx.showToast({ title: then, icon: 'none' })
    })
  },
  served() { return this.onTicket('served', '已完成') },
  putBack() { return this.onTicket('put-back', '放回去了，顺序不变') },
  skip() { return this.onTicket('skip', '已过号') },
  noShow() { return this.onTicket('no-show', '记为未到场') },
  walkIn() { return this.giveNumber(false) },
  walkInElder() { return this.giveNumber(true) },
  giveNumber(elder) {
    return this.act(async () => {
      const ticket = await api.post(this.path + '/walk-ins', { elder })
      ask({ title: '现场号 ' + ticket.label, content: '请把号码告诉居民，签到码 ' + ticket.code, showCancel: false })
    })
  },
  pause() {
    const { station, stations } = this.data
    const paused = !stations[station - 1].paused
    return this.act(() => api.post(this.path + '/pause', { station, paused }))
  },
  more() {
    return this.act(async () => {
      await api.post(this.path + '/places', { sign_up: 5 })
      wx.showToast({ title: '加了5个名额，候补会自动补上', icon: 'none' })
    })
  },
  screen() { wx.setClipboardData({ data: server.full('/console/stall/' + this.id), success: () => wx.showToast({ title: '大屏地址已复制', icon: 'none' }) }) },
})
