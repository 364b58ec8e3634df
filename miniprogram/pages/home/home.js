// The first page: what can be done here, what is new, what is on today. In 长者版 four big tiles.
const api = require('../../core/api.js')
const badge = require('../../core/badge.js')
const look = require('../../core/look.js')
const looked = require('../../core/looked.js')
const help = require('../../core/help.js')
const services = require('../../core/services.js')
const today = require('../../core/today.js')
const storage = require('../../core/storage.js')
const { go } = require('../../core/go.js')

const TILES = 4
const sorted = services.filter((one) => !one.small).concat(services.filter((one) => one.small))
const SHOWN = 3

Page({
  behaviors: [looked],
  data: { services: sorted, tiles: sorted.slice(0, TILES), others: sorted.slice(TILES), notices: [], today: [] },
  onShow() { this.refresh() },
  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },
  refresh() { return Promise.all([this.readNotices(), this.readToday()]) },

  /** New messages; somebody who has never logged in has none. */
  async readNotices() {
    if (!storage.get('token')) return
    try {
      const { items, unread } = await api.get('/me/notices', { unread: true, limit: 2 })
      this.setData({ notices: items })
      badge.show(unread)
    } catch (_) {
      this.setData({ notices: [] })
    }
  },

  async readToday() {
    const rows = await Promise.all(today.map(async (source) => {
      try {
        const { items } = await api.get(source.path, source.query ? source.query() : null, { open: true })
        return items.slice(0, SHOWN).map(source.row)
      } catch (_) {
        return []
      }
    }))
    this.setData({ today: [].concat(...rows) })
  },

  chooseElder() { look.setElder(true) },
  chooseNormal() { look.setElder(false) },
  call() { help.callPerson() },
  inbox() { wx.switchTab({ url: '/pages/inbox/inbox' }) },
  open(event) {
    const { url } = event.currentTarget.dataset
    go(url)
  },
  onShareAppMessage() { return { title: '微家园：社区的事，手机上办', path: '/pages/home/home' } },
})
