// The organiser's markets: copy last week's, write, run the day, count.
const api = require('../../../core/api.js')
const clock = require('../../../core/clock.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')

const STATES = { draft: ['草稿', 'plain'], published: ['已发布', 'good'], running: ['进行中', 'warn'], over: ['已结束', 'plain'], cancelled: ['已取消', 'bad'] }

Page({
  behaviors: [lists],
  data: { busy: false, adding: false, communities: [], community: 0, title: '便民服务大集市', day: clock.addDays(clock.today(), 3), from: '09:00', to: '12:00', today: clock.today() },
  onShow() { this.reload() },
  fetchPage(cursor) { return api.get('/markets/desk', { cursor, limit: 20 }) },
  dressItem(market) {
    const [stateText, stateKind] = STATES[market.state]
    return { id: market.id, title: market.title, when: say.span(market.starts_at, market.ends_at), stateText, stateKind,
      editable: market.state === 'draft' || market.state === 'published', today: market.state === 'running' || market.state === 'published', counted: market.state === 'running' || market.state === 'over' }
  },
  async copy(event) {
    this.setData({ busy: true })
    try {
      const market = await api.post('/markets/' + event.currentTarget.dataset.id + '/copy')
      go('/packages/organiser/edit/edit?id=' + market.id)
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  async add() {
    this.setData({ adding: true })
    try {
      const { items } = await api.get('/places/communities', null, { open: true })
      this.setData({ communities: items.filter((one) => one.code) })
    } catch (fault) { api.say(fault) }
  },
  close() { this.setData({ adding: false }) },
  chooseCommunity(event) { this.setData({ community: Number(event.detail.value) }) },
  write(event) { this.setData({ [event.currentTarget.dataset.name]: event.detail.value }) },
  async create() {
    const { communities, community, title, day, from, to } = this.data
    this.setData({ busy: true })
    try {
      const market = await api.post('/markets', {
        community: communities[community].code, title, starts_at: day + 'T' + from + ':00+08:00', ends_at: day + 'T' + to + ':00+08:00',
      })
      this.setData({ adding: false })
      go('/packages/organiser/edit/edit?id=' + market.id)
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  go(event) {
    const { page, id } = event.currentTarget.dataset
    go('/packages/organiser/' + page + '/' + page + '?id=' + id)
  },
})
