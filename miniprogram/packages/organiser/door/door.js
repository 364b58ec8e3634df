// Check-in by scan or code. Without a network it works from the list and tells the server later.
const api = require('../../../core/api.js')
const offline = require('../offline.js')

const OUTCOMES = { welcome: ['签到成功', 'good'], again: ['已经签到过了', 'good'], not_held: ['号票已取消或过期', 'bad'], unknown: ['没有这张号票', 'bad'] }

Page({
  id: '', heard: null,
  data: { code: '', results: [], list: 0, unsynced: 0, busy: false, offline: false },
  onLoad({ id }) {
    this.id = id
    this.count()
    this.takeList(true)
    this.sync(true)
    this.heard = ({ isConnected }) => { if (isConnected) this.sync(true) }
    wx.onNetworkStatusChange(this.heard)
  },
  onUnload() { wx.offNetworkStatusChange(this.heard) },
  count() { this.setData({ list: offline.list(this.id).length, unsynced: offline.scans(this.id).length }) },
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
    this.setData({ busy: true })
    try {
      const { outcome, ticket } = await api.post('/markets/check-ins', { ticket: code })
      this.tell(outcome, ticket, false)
    } catch (fault) {
      if (api.isFinal(fault)) this.report(fault.sentence, 'bad')
      else this.keep(code)
    }
    this.setData({ busy: false, code: '' })
  },
  keep(code) {
    const known = offline.scan(this.id, code, api.now())
    this.setData({ offline: true })
    this.report(known ? known.label + ' ' + known.service_name + '：已记下，有网后上传' : code + '：名单里没有，已记下，有网后核对', known ? 'good' : 'warn')
    this.count()
  },
  /** Tell what was scanned without network: on opening the page, when the network comes back, by the button. */
  async sync(quiet) {
    const scans = offline.scans(this.id)
    if (!scans.length) return
    this.setData({ busy: true })
    try {
      const { items } = await api.post('/markets/' + this.id + '/check-ins/sync', { device: offline.device(), scans })
      offline.told(this.id, scans)
      items.forEach((one) => this.tell(one.outcome, one.ticket, true))
      this.setData({ offline: false })
    } catch (fault) { if (quiet !== true) api.say(fault) }
    this.setData({ busy: false })
    this.count()
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
