// A venue: a month, the slots of a day, hours and rules; book or wait. The rules stand in the form too.
const api = require('../../../core/api.js')
const clock = require('../../../core/clock.js')
const say = require('../../../core/say.js')
const subscribe = require('../../../core/subscribe.js')
const server = require('../../../core/server.js')
const { openedWith } = require('../../../core/scene.js')
const storage = require('../../../core/storage.js')
const pulled = require('../../../core/pulled.js')
const { replace } = require('../../../core/go.js')

const NOBODY = [{ value: '', text: '我自己' }]

Page({
  behaviors: [pulled],
  id: '', byDay: null,
  data: {
    loading: true, fault: null, venue: null, view: 'month', views: [{ id: 'month', text: '按月看' }, { id: 'days', text: '近几天' }],
    month: '', days: {}, date: '', min: '', max: '', slots: [], nextDays: [], slot: null, chosen: '', asking: false, busy: false,
    people: '1', purpose: '', group: '', born: '', member: '', family: NOBODY, refusal: '', canWait: false, ratings: [], today: clock.today(),
  },
  onLoad(options) {
    const { id } = openedWith(options)
    this.id = id
    this.load()
  },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      const venue = await api.get('/venues/' + this.id, null, { open: true })
      wx.setNavigationBarTitle({ title: venue.name })
      const min = clock.today()
      const date = venue.next_free ? clock.chinaDate(venue.next_free.starts_at) : min
      this.setData({ venue, photo: venue.photo_id ? server.full('/api/v1/files/' + venue.photo_id) : '', told: venue.rules.join('；') + '。', min, max: clock.addDays(min, 41), month: date.slice(0, 7), date })
      await this.readSlots()
      this.setData({ loading: false })
      this.readRatings()
    } catch (fault) {
      this.setData({ fault: { sentence: fault.sentence, status: fault.status }, loading: false })
    }
  },
  async readSlots() {
    const { min } = this.data
    const { items } = await api.get('/venues/' + this.id + '/slots', { from: min, to: clock.addDays(min, 41) }, { open: true })
    this.byDay = {}
    items.forEach((slot) => { (this.byDay[clock.chinaDate(slot.starts_at)] = this.byDay[clock.chinaDate(slot.starts_at)] || []).push(slot) })
    this.setData({ days: daysOf(this.byDay, min), nextDays: this.coming() })
    this.showDay(this.data.date)
  },
  coming() {
    return Object.keys(this.byDay).filter((day) => this.byDay[day].some((slot) => slot.state === 'open')).slice(0, 5)
      .map((day) => ({ day, name: say.day(day), slots: this.byDay[day].filter((slot) => slot.state !== 'ended') }))
  },
  async readRatings() {
    try {
      const { items } = await api.get('/venues/' + this.id + '/ratings', { limit: 5 }, { open: true })
      this.setData({ ratings: items.map((one) => Object.assign({ day: say.day(one.created_at) }, one)) })
    } catch (_) { /* the venue can be booked without */ }
  },
  changeView(event) { this.setData({ view: event.detail.id }) },
  turnMonth(event) { this.setData({ month: event.detail.month }) },
  chooseDay(event) { this.showDay(event.detail.date) },
  showDay(date) { this.setData({ date, slots: (this.byDay[date] || []), slot: null, chosen: '' }) },
  async chooseSlot(event) {
    const { slot } = event.detail
    if (slot.state !== 'open' && slot.state !== 'full') {
      const opens = slot.opens_at ? '，' + say.moment(slot.opens_at) + '开始预约' : ''
      return wx.showToast({ title: slot.state_text + opens, icon: 'none' })
    }
    this.setData({ slot, chosen: slot.id, asking: true, refusal: '', canWait: slot.state === 'full', slotWords: say.moment(slot.starts_at) + '–' + say.time(slot.ends_at) })
    subscribe.prepare()
    return this.readFamily()
  },
  async readFamily() {
    if (!this.data.venue.booking_rules.for_family || this.data.family.length > 1 || !storage.get('token')) return
    try {
      const { items } = await api.get('/me/family')
      this.setData({ family: NOBODY.concat(items.map((one) => ({ value: one.id, text: one.name }))) })
    } catch (_) { /* booking for oneself goes on */ }
  },
  close() { this.setData({ asking: false }) },
  typePeople(event) { this.setData({ people: event.detail.value }) },
  typePurpose(event) { this.setData({ purpose: event.detail.value }) },
  typeGroup(event) { this.setData({ group: event.detail.value }) },
  typeBorn(event) { this.setData({ born: event.detail.value }) },
  chooseMember(event) { this.setData({ member: event.detail.value }) },
  wish() {
    const { people, purpose, group, born, member } = this.data
    return { people: Number(people) || 1, purpose, group_name: group, member_id: member || null, born: born || null }
  },
  book() { return this.send('/venues/bookings', Object.assign({ slot_id: this.data.slot.id }, this.wish())) },
  wait() { return this.send('/venues/slots/' + this.data.slot.id + '/waits', this.wish()) },
  async send(path, body) {
    subscribe.offer(['progress', 'reminder'])
    this.setData({ busy: true, refusal: '' })
    try {
      const booking = await api.post(path, body)
      replace('/pages/venues/booking/booking?id=' + booking.id + '&fresh=1')
    } catch (fault) {
      const sentences = Object.keys(fault.fields || {}).map((name) => [].concat(fault.fields[name])[0])
      this.setData({ busy: false, refusal: [fault.sentence].concat(sentences).join('\n'), canWait: fault.code === 'venues.slot_full' })
      this.readSlots().catch(() => {})
    }
  },
  onShareAppMessage() { return { title: this.data.venue ? this.data.venue.name : '订场地', path: '/pages/venues/venue/venue?id=' + this.id } },
})

function daysOf(byDay, min) {
  const days = {}
  for (let ahead = 0; ahead < 42; ahead += 1) {
    const day = clock.addDays(min, ahead)
    const slots = byDay[day] || []
    const open = slots.filter((slot) => slot.state === 'open').length
    if (open) days[day] = { note: open + '场' }
    else if (slots.some((slot) => slot.state === 'full')) days[day] = { note: '约满' }
    else days[day] = { note: slots.some((slot) => slot.state === 'not_yet') ? '未放' : '', shut: !slots.some((slot) => slot.state === 'not_yet') }
  }
  return days
}
