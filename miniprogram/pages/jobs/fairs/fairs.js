// Job fairs to come, the next one first.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const { go, replace } = require('../../../core/go.js')

Page({
  market: null,
  behaviors: [lists],
  onLoad({ market }) {
    this.market = market
    this.reload()
  },
  fetchPage(cursor) { return api.get('/jobs/fairs', { market: this.market, cursor, limit: 20 }, { open: true }) },
  dressItem(fair) {
    const when = say.moment(fair.starts_at) + '–' + say.time(fair.ends_at)
    return { id: fair.id, name: fair.name, when, place: fair.place, label: [fair.name, when, fair.place].join('，') }
  },
  open(event) { go('/pages/jobs/fair/fair?id=' + event.currentTarget.dataset.id) },
  find() { replace('/pages/jobs/list/list') },
})
