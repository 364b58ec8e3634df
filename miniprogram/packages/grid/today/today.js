// A grid worker's day: the grid on a schematic, what is open there by urgency, others' work to check.
const api = require('../../../core/api.js')
const draft = require('../../../core/draft.js')
const say = require('../../../core/say.js')
const district = require('../../../core/district.js')
const { go } = require('../../../core/go.js')

const KEPT = 'grid-today'
const TABS = [{ id: 'open', text: '待处置' }, { id: 'check', text: '待核查' }]

function line(one) {
  return {
    id: one.id, title: one.category ? one.category.name : '等待分类', text: one.text, state: one.state, stateText: one.state_text, level: one.level,
    overdue: one.overdue, due: one.due_at ? say.moment(one.due_at) : '', where: one.address || (one.grid ? one.grid.name : ''), place: one.place,
  }
}

/** The most urgent ones that lie far enough apart on the picture for a finger. */
function spread(items, points) {
  const along = (name) => points.map((point) => point[name])
  const room = points.length ? (Math.max(...along('longitude')) - Math.min(...along('longitude'))) / 4 : 0.003
  const inside = (one) => !points.length || (Math.abs(one.place.lng - points[0].longitude) < room * 4)
  const apart = (one, other) => Math.max(Math.abs(one.place.lng - other.place.lng), Math.abs(one.place.lat - other.place.lat)) > room
  return items.filter(inside).reduce((kept, one) => (kept.length < 9 && kept.every((other) => apart(one, other)) ? kept.concat(one) : kept), [])
}

Page({
  pinned: null,
  data: { loading: true, fault: null, stale: false, grids: [], polygons: [], points: [], centre: district.middle(), all: [], items: [], markers: [], tabs: TABS, chosen: 'open' },
  onShow() { this.load() },
  async onPullDownRefresh() { await this.load(); wx.stopPullDownRefresh() },
  async load() {
    try {
      const [grids, work] = await Promise.all([api.get('/events/my-grids'), api.get('/events/today')])
      draft.save(KEPT, { grids: grids.items, work: work.items })
      this.show(grids.items, work.items, false)
    } catch (fault) {
      const kept = fault.offline && await draft.load(KEPT)
      if (kept) this.show(kept.grids, kept.work, true)
      else this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  show(grids, work, stale) {
    const all = work.map(line)
    const polygons = grids.map((grid) => ({ points: grid.outline.map(([longitude, latitude]) => ({ longitude, latitude })), strokeColor: '#05793d', fillColor: '#05793d22', strokeWidth: 2 }))
    const points = polygons.reduce((found, one) => found.concat(one.points), [])
    this.setData({ loading: false, fault: null, stale, grids, polygons, points, centre: grids.length ? grids[0].centre : this.data.centre, all })
    this.filter(this.data.chosen)
  },
  filter(chosen) {
    const items = this.data.all.filter((one) => (chosen === 'check' ? one.state === 'handled' : one.state !== 'handled' && one.state !== 'verified'))
    const pinned = spread(items, this.data.points)
    items.forEach((one) => { one.pin = pinned.indexOf(one) >= 0 ? String(pinned.indexOf(one) + 1) : '' })
    const markers = pinned.map((one, index) => ({ id: index + 1, latitude: one.place.lat, longitude: one.place.lng, title: String(index + 1) }))
    this.pinned = pinned
    this.setData({ chosen, items, markers })
  },
  turn(event) { this.filter(event.detail.id) },
  open(event) { go('/packages/grid/event/event?id=' + event.currentTarget.dataset.id) },
  pin(event) { const one = this.pinned[event.detail.id - 1]; if (one) go('/packages/grid/event/event?id=' + one.id) },
  report() { go('/packages/grid/report/report') },
})
