// My bookings of venues and my registrations, what lies ahead first; how I stand with no-shows.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')

const KINDS = { confirmed: 'good', checked_in: 'good', offered: 'warn', held: 'warn', pending: 'warn', waiting: 'warn', no_show: 'bad', refused: 'bad' }
const WHAT = [{ id: 'venues', text: '场地' }, { id: 'activities', text: '活动' }]
const WHEN = [{ id: 'true', text: '还没到的' }, { id: 'false', text: '已结束的' }]

Page({
  behaviors: [lists],
  data: { what: 'venues', whats: WHAT, coming: 'true', whens: WHEN, conduct: null },
  onShow() {
    this.reload()
    this.readConduct()
  },
  fetchPage(cursor) {
    const path = this.data.what === 'venues' ? '/venues/bookings' : '/activities/registrations'
    return api.get(path, { coming: this.data.coming, cursor, limit: 20 })
  },
  dressItem(booking) {
    const title = booking.venue ? booking.venue.name : booking.activity.title
    const when = say.moment(booking.slot.starts_at) + '–' + say.time(booking.slot.ends_at)
    return { id: booking.id, title, when, state_text: booking.state_text, kind: KINDS[booking.state] || 'plain', label: [title, booking.state_text, when].join('，') }
  },
  async readConduct() {
    try {
      const conduct = await api.get('/venues/conduct')
      this.setData({ conduct: conduct.no_shows.length ? conduct : null })
    } catch (_) { /* the list says what is wrong */ }
  },
  changeWhat(event) { this.ask({ what: event.detail.id }) },
  changeWhen(event) { this.ask({ coming: event.detail.id }) },
  ask(some) {
    this.setData(Object.assign({ items: [] }, some))
    this.reload()
  },
  open(event) { go('/pages/venues/booking/booking?id=' + event.currentTarget.dataset.id) },
  find() { go(this.data.what === 'venues' ? '/pages/venues/list/list' : '/pages/activities/list/list') },
})
