// The first page: one search, what is mine today, what can be done here, what is on near by. In 长者版 four big tiles.
const api = require('../../core/api.js')
const badge = require('../../core/badge.js')
const look = require('../../core/look.js')
const looked = require('../../core/looked.js')
const help = require('../../core/help.js')
const services = require('../../core/services.js')
const mine = require('../../core/mine.js')
const today = require('../../core/today.js')
const { go } = require('../../core/go.js')

const TILES = 4
const sorted = services.filter((one) => !one.small).concat(services.filter((one) => one.small))
const SHOWN = 3

Page({
  behaviors: [looked],
  data: { services: sorted, tiles: sorted.slice(0, TILES), others: sorted.slice(TILES), notices: [], mine: [], today: [] },
  onShow() { this.refresh() },
  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },
  refresh() { return Promise.all([this.readNotices(), this.readMine(), this.readToday()]) },

  /** New messages; somebody who has never logged in has none. */
  async readNotices() {
    if (!api.isKnown()) return
    try {
      const { items, unread } = await api.get('/me/notices', { unread: true, limit: 2 })
      this.setData({ notices: items })
      badge.show(unread)
    } catch (_) {
      this.setData({ notices: [] })
    }
  },

  /** What takes place today or tomorrow and what waits for an answer of mine. */
  async readMine() {
    if (!api.isKnown()) return
    try {
      const { items } = await api.get('/me/matters', { limit: 50 }, { keep: true })
      this.setData({ mine: mine.rows(items, api.now()).slice(0, SHOWN) })
    } catch (_) {
      this.setData({ mine: [] })
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

  search(event) { go('/pages/search/search?q=' + encodeURIComponent(event.detail.value)) },
  chooseElder() { look.setElder(true) },
  chooseNormal() { look.setElder(false) },
  call() { help.callPerson() },
  inbox() { go('/pages/inbox/inbox') },
  open(event) {
    const { url } = event.currentTarget.dataset
    go(url)
  },
  onShareAppMessage() { return { title: '微家园：社区的事，手机上办', path: '/pages/home/home' } },
})
