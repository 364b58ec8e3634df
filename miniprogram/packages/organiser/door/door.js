// Check-in by scan or code. Without a network it works from the list and tells the server later.
const api = require('../../../core/api.js')
const offline = require('../offline.js')

const PORTION = 200 // the service takes 500 at once
const [FIRST_PAUSE, LONGEST_PAUSE] = [5000, 300000] // milliseconds until what is kept is sent again by itself
const OUTCOMES = { welcome: ['签到成功', 'good'], again: ['已经签到过了', 'good'], not_held: ['号票已取消或过期', 'bad'], unknown: ['没有这张号票', 'bad'] }

Page({
  id: '', heard: null, syncing: false, timer: null, pause: FIRST_PAUSE,
  data: { code: '', results: [], list: 0, unsynced: 0, refused: '', busy: false, offline: false },
  onLoad({ id }) {
    this.id = id
    this.count()
    this.takeList(true)
    this.sync(true)
    this.heard = ({ isConnected }) => {
      this.pause = FIRST_PAUSE
      if (isConnected) this.sync(true)
    }
    wx.onNetworkStatusChange(this.heard)
  },
  onUnload() {
    wx.offNetworkStatusChange(this.heard)
    clearTimeout(this.timer)
    this.pause = 0
  },
  count() { this.setData({ list: offline.list(this.id).length, unsynced: offline.scans(this.id).length, refused: offline.aside(this.id).map((one) => one.ticket).join('、') }) },
  async takeList(quiet) {
    try {
      const { items } = await api.get('/markets/' + this.id + '/check-in-list')
      offline.keepList(this.id, items)
      if (quiet !== true) wx.showToast({ title: '名单已更新', icon: 'success' })
    } catch (fault) { if (quiet !== true) api.say(fault) }
    this.count()
  },
  write(event) { this.setData({ code: event.detail.value }) },
  scan() {
    wx.scanCode({ success: ({ result }) => this.checkIn(result), fail: ({ errMsg }) => { if (!/cancel/.test(errMsg)) wx.showToast({ title: '没能扫码，可以输入号票下面的码', icon: 'none' }) } })
  },
  typed() { if (this.data.code.trim()) this.checkIn(this.data.code) },
  async checkIn(text) {
    const code = offline.codeOf(text)
    if (!offline.isTicket(code)) return this.report('扫到的不是号票的码，请扫号票上的二维码', 'bad')
    this.setData({ busy: true })
    try {
      const { outcome, ticket } = await api.post('/markets/check-ins', { ticket: code })
      this.tell(outcome, ticket, false)
    } catch (fault) {
      if (api.isFinal(fault)) this.report(fault.sentence, 'bad')
      else this.keep(code)
    }
    return this.setData({ busy: false, code: '' })
  },
  keep(code) {
    const known = offline.scan(this.id, code, api.now())
    this.setData({ offline: true })
    this.report(known ? known.label + ' ' + known.service_name + '：已记下，有网后上传' : code + '：名单里没有，已记下，有网后核对', known ? 'good' : 'warn')
    this.count()
    this.later()
  },
  /**
   * Tell what was scanned without network: on opening the page, when the network comes back, by the button, and by
   * itself after growing pauses as long as the page stands open.
   */
  async sync(quiet) {
    if (this.syncing || !offline.scans(this.id).length) return
    this.syncing = true
    if (quiet !== true) this.setData({ busy: true })
    try {
      await this.sendAll(quiet === true)
      this.pause = FIRST_PAUSE
      this.setData({ offline: false })
    } catch (fault) { if (quiet !== true) api.say(fault) }
    this.syncing = false
    this.setData({ busy: false })
    this.count()
    this.later()
  },
  later() {
    clearTimeout(this.timer)
    if (!this.pause || !offline.scans(this.id).length) return
    this.timer = setTimeout(() => this.sync(true), this.pause)
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE)
  },
  async sendAll(aside) {
    for (let scans = offline.scans(this.id); scans.length; scans = offline.scans(this.id)) await this.sendSome(scans.slice(0, PORTION), aside)
  },
  /** What is refused is halved until the one that is wrong stands alone: it is told and put aside, all others go on. */
  async sendSome(scans, aside) {
    try {
      const { items } = await api.post('/markets/' + this.id + '/check-ins/sync', { device: offline.device(), scans }, { aside })
      offline.told(this.id, scans)
      items.forEach((one) => this.tell(one.outcome, one.ticket, true))
    } catch (fault) {
      if (fault.status !== 422) throw fault
      if (scans.length === 1) return this.refuse(scans[0])
      const half = Math.ceil(scans.length / 2)
      await this.sendSome(scans.slice(0, half), aside)
      await this.sendSome(scans.slice(half), aside)
    }
    return undefined
  },
  refuse(scan) {
    offline.setAside(this.id, scan)
    this.report(scan.ticket + '：不是号票，已放到一边', 'bad')
  },
  tell(outcome, ticket, later) {
    const [words, kind] = OUTCOMES[outcome]
    this.report((ticket ? ticket.label + ' ' + ticket.service_name + '：' : '') + words + (later ? '（已上传）' : ''), kind)
  },
  report(text, kind) {
    const results = [{ key: String(Date.now()) + this.data.results.length, text, kind }].concat(this.data.results)
    this.setData({ results: results.slice(0, 20) })
  },
})
