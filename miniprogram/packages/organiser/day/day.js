// The day: every stall with its queue, and the way to check-in.
const api = require('../../../core/api.js')
const offline = require('../offline.js')
const printed = require('../../../core/printed.js')
const { go } = require('../../../core/go.js')

const EVERY = 10000

Page({
  id: '', timer: null,
  data: { loading: true, fault: null, title: '', items: [], unsynced: 0, list: 0 },
  onLoad({ id }) { this.id = id },
  onShow() {
    this.load()
    this.timer = setInterval(() => this.load(), EVERY)
  },
  onHide() { clearInterval(this.timer) },
  onUnload() { clearInterval(this.timer) },
  async load() {
    this.setData({ unsynced: offline.scans(this.id).length, list: offline.list(this.id).length })
    try {
      const market = await api.get('/markets/' + this.id + '/draft')
      wx.setNavigationBarTitle({ title: market.title })
      this.setData({
        loading: false, fault: null, title: market.title,
        items: market.items.map((item) => ({
          id: item.id, name: item.service_name,
          note: (item.calling.length ? '正在叫 ' + item.calling.map((one) => one.label).join('、') + ' · ' : '') + '等候' + item.here + '人 · 余' + item.left + '个名额',
        })),
      })
    } catch (fault) {
      if (this.data.items.length) return
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  stall(event) { go('/packages/organiser/stall/stall?market=' + this.id + '&id=' + event.currentTarget.dataset.id) },
  door() { go('/packages/organiser/door/door?id=' + this.id) },
  code() { return printed.show('market', this.id) },
  figures() { go('/packages/organiser/figures/figures?id=' + this.id) },
})
