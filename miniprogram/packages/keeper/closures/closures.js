// Closed days of a venue: who is affected is shown before anything is closed.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const clock = require('../../../core/clock.js')
const say = require('../../../core/say.js')
const inTheWay = require('../affected.js')
const venues = require('../venues.js')

Page({
  behaviors: [venues],
  data: { items: [], from: clock.today(), fromTime: '00:00', to: clock.today(), toTime: '23:59', reason: '', fates: inTheWay.FATES, fate: 'call_off', affected: null, held: [], busy: false },
  onShow() { this.loadVenues() },
  async loadVenue() {
    const venue = this.current()
    if (!venue) return
    const found = await api.get('/venues/' + venue.id + '/closures')
    this.setData({ affected: null, items: found.map((one) => ({ id: one.id, reason: one.reason, when: say.moment(one.starts_at) + ' 到 ' + say.moment(one.ends_at) })) })
  },
  change(event) { this.setData({ [event.currentTarget.dataset.name]: event.detail.value, affected: null }) },
  period() {
    const { from, fromTime, to, toTime } = this.data
    return { starts_at: from + 'T' + fromTime + ':00+08:00', ends_at: to + 'T' + toTime + ':00+08:00' }
  },
  async preview() {
    if (faults.missing({ reason: !this.data.reason.trim() && '请写原因，大家会看到' })) return undefined
    this.setData({ busy: true })
    try {
      const { affected, activities } = await api.compute('/venues/' + this.current().id + '/closures/preview', this.period(), { open: false, waits: true })
      this.setData({ affected: inTheWay.lines(affected), held: inTheWay.activityLines(activities) })
    } catch (fault) {
      api.say(fault)
    }
    return this.setData({ busy: false })
  },
  async close() {
    this.setData({ busy: true })
    try {
      await api.post('/venues/' + this.current().id + '/closures', Object.assign({ reason: this.data.reason.trim(), bookings: this.data.fate }, this.period()))
      this.setData({ reason: '' })
      wx.showToast({ title: '已闭馆并通知', icon: 'none' })
      await this.loadVenue()
    } catch (fault) {
      api.say(fault)
    }
    this.setData({ busy: false })
  },
  async lift(event) {
    try {
      await api.post('/venues/closures/' + event.currentTarget.dataset.id + '/lift', {})
      await this.loadVenue()
    } catch (fault) {
      api.say(fault)
    }
  },
})
