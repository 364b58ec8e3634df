// One booking or registration of mine: the code for the door, and everything that can be done with it.
// `?fresh=1` right after it was made.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const say = require('../../../core/say.js')
const server = require('../../../core/server.js')
const shelf = require('../../../core/shelf.js')
const steps = require('../../../core/steps.js')
const { go } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')
const looked = require('../../../core/looked.js')
const pulled = require('../../../core/pulled.js')

const KINDS = { confirmed: 'good', checked_in: 'good', offered: 'warn', held: 'warn', pending: 'warn', waiting: 'warn', no_show: 'bad', refused: 'bad' }
const DOOR = ['confirmed', 'checked_in', 'pending', 'held']
const KEPT_FOR = ['confirmed', 'checked_in']
const KEPT = 'booking:'
const TWO_HOURS = 2 * 3600

Page({
  behaviors: [pulled, looked],
  id: '',
  data: { loading: true, fault: null, booking: null, title: '', place: '', toCome: null, busy: false, offline: false, stars: 0, text: '', appeal: '', askingRating: false, askingAppeal: false, moving: false, slots: [], slot: '', fresh: false, steps: [] },
  onLoad({ id, fresh }) {
    this.id = id
    this.setData({ fresh: Boolean(fresh) })
  },
  onShow() { this.load() },
  async load() {
    try {
      const booking = await api.get('/venues/bookings/' + this.id)
      shelf.keep(KEPT + this.id, booking)
      this.show(booking, false)
    } catch (fault) {
      const kept = fault.offline && await shelf.find(KEPT + this.id)
      if (kept) this.show(kept, true)
      else this.setData({ fault: { sentence: fault.sentence, status: fault.status }, loading: false })
    }
  },
  show(booking, offline) {
    const title = booking.venue ? booking.venue.name : booking.activity.title
    const place = booking.venue ? booking.venue.address : booking.activity.place_name
    const meetings = booking.session ? booking.session.meetings : [booking.slot]
    const toCome = KEPT_FOR.indexOf(booking.state) >= 0 && meetings.find((one) => new Date(one.starts_at) > new Date())
    this.setData({
      steps: steps.ofBooking(booking, toCome || meetings[0], place),
      toCome, toComeText: toCome ? say.moment(toCome.starts_at) : '',
      canMove: Boolean(booking.venue) && booking.can_cancel && ['confirmed', 'pending'].indexOf(booking.state) >= 0, seats: (booking.seats || []).join('、'),
      loading: false, fault: null, offline, booking, title, place, kind: KINDS[booking.state] || 'plain',
      times: meetings.map((one) => say.moment(one.starts_at) + '–' + say.time(one.ends_at)),
      door: atTheDoor(booking, meetings), cameAt: say.moment(booking.checked_in_at), until: say.moment(booking.until), cancelUntil: say.moment(booking.cancel_until),
      stars: booking.rating ? booking.rating.stars : 0, text: booking.rating ? booking.rating.text : '',
    })
  },
  async act(path, body, said) {
    this.setData({ busy: true })
    try {
      await api.post(path, body || {})
      if (said) wx.showToast({ title: said, icon: 'none' })
      await this.load()
    } catch (fault) {
      api.say(fault)
      await this.load()
    }
    this.setData({ busy: false })
  },
  at(action) { return '/venues/bookings/' + this.id + '/' + action },
  accept() { return this.act(this.at('accept'), {}, '已接受') },
  confirm() { return this.act(this.at('confirm'), {}, '已确认') },
  cancel() {
    ask({
      danger: true, title: '取消这个预约？', content: '名额会让给候补的邻居。', confirmText: '取消预约', cancelText: '先不取消',
      success: ({ confirm }) => { if (confirm) this.act(this.at('cancel'), {}, '已取消') },
    })
  },
  openRating() { this.setData({ askingRating: true }) },
  closeRating() { this.setData({ askingRating: false }) },
  chooseStars(event) { this.setData({ stars: event.detail.value }) },
  typeText(event) { this.setData({ text: event.detail.value }) },
  async rate() {
    if (!this.data.stars) return wx.showToast({ title: '请先选几颗星', icon: 'none' })
    await this.act(this.at('rating'), { stars: this.data.stars, text: this.data.text }, '谢谢您的评价')
    return this.closeRating()
  },
  openAppeal() { this.setData({ askingAppeal: true }) },
  closeAppeal() { this.setData({ askingAppeal: false }) },
  typeAppeal(event) { this.setData({ appeal: event.detail.value }) },
  async sendAppeal() {
    if (faults.missing({ text: !this.data.appeal.trim() && '请写明没到场的原因' })) return undefined
    await this.act(this.at('appeal'), { text: this.data.appeal.trim() }, '申诉已提交')
    return this.closeAppeal()
  },
  addToCalendar() {
    const { toCome, title, place, booking } = this.data
    const seconds = (moment) => Math.floor(new Date(moment).getTime() / 1000)
    wx.addPhoneCalendar({
      title, location: place, description: '签到码 ' + booking.code,
      startTime: seconds(toCome.starts_at), endTime: String(seconds(toCome.ends_at)), alarm: true, alarmOffset: TWO_HOURS,
      success: () => wx.showToast({ title: '已放进日历', icon: 'none' }),
      fail: ({ errMsg }) => { if (errMsg.indexOf('cancel') < 0) wx.showToast({ title: '没有放进日历，可在手机设置里允许微信使用日历', icon: 'none' }) },
    })
  },
  async copyFeed() {
    try {
      const { url } = await api.post('/venues/feed', {})
      wx.setClipboardData({ data: server.full(url), success: () => wx.showToast({ title: '日历地址已复制', icon: 'none' }) })
    } catch (fault) {
      api.say(fault)
    }
  },
  renewFeed() {
    ask({
      danger: true, title: '换一个日历地址？', content: '旧地址马上失效，用它订阅的日历不再更新。', confirmText: '换新地址', cancelText: '不换',
      success: async ({ confirm }) => {
        if (!confirm) return
        try {
          const { url } = await api.post('/venues/feed/renew', {})
          wx.setClipboardData({ data: server.full(url), success: () => wx.showToast({ title: '新地址已复制', icon: 'none' }) })
        } catch (fault) { api.say(fault) }
      },
    })
  },
  async openMoving() {
    this.setData({ busy: true })
    try {
      const { items } = await api.get('/venues/' + this.data.booking.venue.id + '/slots', null, { open: true })
      const free = items.filter((one) => one.state === 'open' && one.left > 0)
      this.setData({ moving: true, slots: free.map((one) => ({ value: one.id, text: say.moment(one.starts_at) + '–' + say.time(one.ends_at), note: '余' + one.left })), slot: '' })
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  closeMoving() { this.setData({ moving: false }) },
  chooseSlot(event) { this.setData({ slot: event.detail.value }) },
  async move() {
    if (faults.missing({ slot: !this.data.slot && '请选新的时间' })) return undefined
    await this.act(this.at('move'), { slot_id: this.data.slot }, '已改时间')
    return this.closeMoving()
  },
  openSubject() {
    const { venue, activity } = this.data.booking || {}
    if (!venue && !activity) return { title: '社区场地和活动', path: '/pages/venues/list/list' }
    go(venue ? '/pages/venues/venue/venue?id=' + venue.id : '/pages/activities/activity/activity?id=' + activity.id)
  },
  onShareAppMessage() {
    const { venue, activity } = this.data.booking || {}
    if (!venue && !activity) return { title: '订社区的场地，报名活动', path: '/pages/venues/list/list' }
    return { title: '一起来：' + this.data.title, path: venue ? '/pages/venues/venue/venue?id=' + venue.id : '/pages/activities/activity/activity?id=' + activity.id }
  },
})

/** Is the code still to be shown? Who came once to a single date is in; a series has its next date. */
function atTheDoor(booking, meetings) {
  return DOOR.indexOf(booking.state) >= 0 && !(booking.state === 'checked_in' && meetings.length === 1)
}
