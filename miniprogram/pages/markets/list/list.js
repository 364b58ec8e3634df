// The service markets: those ahead first, past ones on the other tab, a schematic of where they are.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const { marketState } = require('../states.js')
const { go } = require('../../../core/go.js')

Page({
  behaviors: [lists],
  data: { tab: 'ahead', tabs: [{ id: 'ahead', text: '近期集市' }, { id: 'past', text: '往期集市' }], markers: [], points: [], mapped: false, asked: false },
  onShow() { this.reload() },
  async fetchPage(cursor) {
    const past = this.data.tab === 'past'
    const page = await api.get('/markets', { past, limit: 20, cursor }, { open: true })
    this.setData({ asked: true })
    if (!cursor) this.place(page.items)
    return page
  },
  place(items) {
    const markers = items.filter((market) => market.position).map((market, index) => ({
      id: index + 1, latitude: market.position.lat, longitude: market.position.lng, title: market.title, market: market.id,
    }))
    this.setData({ markers, points: markers.map(({ latitude, longitude }) => ({ latitude, longitude })) })
  },
  dressItem(market) {
    const [stateText, stateKind] = marketState(market.state)
    const when = say.span(market.starts_at, market.ends_at)
    return { id: market.id, title: market.title, place: market.place, cover: market.cover, when, stateText, stateKind, sample: market.is_sample,
      label: [market.title, stateText, when, market.place].join('，') }
  },
  choose(event) {
    const { id } = event.currentTarget.dataset
    if (id === this.data.tab) return
    this.setData({ tab: id, items: [], markers: [], asked: false })
    this.reload()
  },
  turnMap() { this.setData({ mapped: !this.data.mapped }) },
  open(event) { this.go('market/market?id=' + event.currentTarget.dataset.id) },
  openMarker(event) {
    const marker = this.data.markers.find((one) => one.id === event.detail.id)
    if (marker) this.go('market/market?id=' + marker.market)
  },
  tickets() { this.go('tickets/tickets') },
  wishes() { this.go('wishes/wishes') },
  go(page) { go('/pages/markets/' + page) },
})
