// Find a venue: by words, kind, community, day, free now, near me; the next free slot on each card.
const api = require('../../../core/api.js')
const clock = require('../../../core/clock.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const { here } = require('../../../core/place.js')
const { go } = require('../../../core/go.js')

const KINDS = [
  { id: '', text: '全部' }, { id: 'court', text: '球场' }, { id: 'room', text: '活动室' }, { id: 'reading', text: '阅览室' },
  { id: 'hall', text: '多功能厅' }, { id: 'exhibition', text: '展馆' }, { id: 'park', text: '户外' },
]
const NOTHING = { kind: '', date: '', community: 0, walk: false }
const WALK = 1200 // metres: a quarter of an hour on foot

Page({
  behaviors: [lists],
  here: null,
  data: { kinds: KINDS, q: '', freeNow: false, near: false, communities: [], today: clock.today(), chosen: NOTHING, wanted: NOTHING, filters: '', choosing: false },
  onLoad() {
    this.reload()
    this.readCommunities()
  },
  async readCommunities() {
    try {
      const { items } = await api.get('/places/communities', null, { open: true })
      const coded = items.filter((one) => one.code)
      this.setData({ communities: [{ code: '', name: '全部社区' }].concat(coded.map(({ code, name }) => ({ code, name }))) })
    } catch (_) { /* the list works without */ }
  },
  fetchPage(cursor) {
    const { q, freeNow, near, communities, chosen } = this.data
    const { kind, date, community, walk } = chosen
    const asked = { cursor, limit: 20 }
    const place = communities[community]
    if (kind) asked.kind = kind
    if (q) asked.q = q
    if (date) asked.date = date
    if (freeNow) asked.free_now = true
    if (place && place.code) asked.community = place.code
    if (near) Object.assign(asked, { near: this.here, datum: 'gcj02' })
    if (near && walk) asked.radius = WALK
    return api.get('/venues', asked, { open: true })
  },
  dressItem(venue) {
    const free = venue.next_free
    const next = free ? '最近可约 ' + say.day(free.starts_at) + ' ' + say.time(free.starts_at) + '–' + say.time(free.ends_at) : '近两周没有空位'
    return Object.assign({ next, isFree: Boolean(free), label: [venue.name, venue.kind_text, next].join('，') }, venue)
  },
  search(event) { this.ask({ q: event.detail.value }) },
  turnFree() { this.ask({ freeNow: !this.data.freeNow }) },
  ask(some) {
    this.setData(some)
    this.reload()
  },
  async findNear() {
    if (this.data.near) return this.ask({ near: false })
    const place = await here()
    if (!place) return wx.showToast({ title: '没有得到位置，可以按社区找', icon: 'none' })
    this.here = place.lng + ',' + place.lat
    return this.ask({ near: true })
  },
  openFilters() { this.setData({ choosing: true, wanted: this.data.chosen }) },
  closeFilters() { this.setData({ choosing: false }) },
  want(some) { this.setData({ wanted: Object.assign({}, this.data.wanted, some) }) },
  chooseKind(event) { this.want({ kind: event.detail.id }) },
  chooseCommunity(event) { this.want({ community: Number(event.detail.value) }) },
  chooseDate(event) { this.want({ date: event.detail.value }) },
  anyDate() { this.want({ date: '' }) },
  turnWalk() { this.want({ walk: !this.data.wanted.walk }) },
  clear() { this.take(NOTHING) },
  apply() { this.take(this.data.wanted) },
  take(chosen) { this.ask({ chosen, filters: this.said(chosen), choosing: false, freeNow: this.data.freeNow && !chosen.date }) },
  /** What is chosen, in the words of the line that stands for it. */
  said({ kind, date, community, walk }) {
    const named = kind && KINDS.find((one) => one.id === kind).text
    return [named, date && say.day(date), community && this.data.communities[community].name, walk && '走路15分钟'].filter(Boolean).join('、')
  },
  open(event) { go('/pages/venues/venue/venue?id=' + event.currentTarget.dataset.id) },
  openMine() { go('/pages/venues/mine/mine') },
  onShareAppMessage() { return { title: '订社区的球场、活动室和阅览室', path: '/pages/venues/list/list' } },
})
