// 我家15分钟: which needs are served within a quarter of an hour on foot, which are not, and a wish for those.
const api = require('../../../core/api.js')
const clock = require('../../../core/clock.js')
const look = require('../../../core/look.js')
const person = require('../../../core/me.js')
const say = require('../../../core/say.js')
const kept = require('../kept.js')
const where = require('../where.js')
const { go } = require('../../../core/go.js')

const WALK = 15
const AT_ONCE = 6
const HOURS = [{ id: '', text: '不限时间' }, { id: 'now', text: '现在出发' }]

Page({
  needs: null, home: null, turn: null,
  data: { loading: true, fault: null, communities: [], community: '', name: '', hours: HOURS, hour: '', near: false, groups: [], missing: 0, total: 0, counting: false, keptOn: '' },
  onLoad() { this.load() },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      const [needs, places] = await Promise.all([
        api.get('/services/needs', null, { open: true, keep: true }), api.get('/places/communities', null, { open: true }), this.whose(),
      ])
      this.needs = needs.items
      this.setData({ loading: false, communities: places.items.filter((one) => one.code).map(({ code, name }) => ({ code, name })) })
      if (this.home) this.settle(this.home)
    } catch (fault) {
      const held = fault.offline ? kept.circle() : null
      if (held) this.setData(Object.assign({}, held, { loading: false, keptOn: say.day(held.keptOn) }))
      else this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  /** The community somebody gave under 我的; nobody is asked to log in for it. */
  async whose() {
    if (api.isKnown()) this.home = (await person.load().catch(() => ({}))).community_code
  },
  chooseCommunity(event) { this.settle(this.data.communities[Number(event.detail.value)].code) },
  settle(community) {
    const one = this.data.communities.filter(({ code }) => code === community)[0]
    this.setData({ community, name: one ? one.name : '' })
    return this.count()
  },
  changeHour(event) {
    this.setData({ hour: event.detail.id })
    return this.count()
  },
  async atHome() {
    if (!await where.find()) return wx.showToast({ title: '没有得到位置，可以按社区看', icon: 'none' })
    this.setData({ near: true })
    return this.count()
  },
  async count() {
    if (!this.data.near && !this.data.community) return
    const turn = this.turn = (this.turn || 0) + 1
    this.setData({ counting: true })
    try {
      const all = [].concat(...this.needs.map((group) => group.needs.map((need) => Object.assign({ group: group.name }, need))))
      const [nearest, wishes] = await Promise.all([this.nearestOf(all), this.wishes()])
      if (turn === this.turn) this.show(all, nearest, wishes)
    } catch (fault) {
      if (turn !== this.turn) return
      this.setData({ counting: false })
      api.say(fault)
    }
  },
  /** The nearest place for each need, a few questions at a time: exact, however many places there are. */
  async nearestOf(needs) {
    const found = []
    for (let at = 0; at < needs.length; at += AT_ONCE) {
      const pages = await Promise.all(needs.slice(at, at + AT_ONCE).map(({ id }) => api.get('/services', this.wanted(id), { open: true })))
      pages.forEach(({ items }) => found.push(items[0] || null))
    }
    return found
  },
  wanted(need) {
    const { near, community, hour } = this.data
    const here = near ? Object.assign({ within_min: WALK, pace: look.now().elder ? 'slow' : '' }, where.asked()) : { community }
    return Object.assign({ need, limit: 1, open_at: hour }, here)
  },
  async wishes() {
    if (!this.data.community) return {}
    const { items } = await api.get('/services/wishes', { community: this.data.community }, { open: true })
    return items.reduce((found, one) => Object.assign(found, { [one.need.id]: one.count }), {})
  },
  show(all, nearest, wishes) {
    const rows = all.map((need, at) => Object.assign({}, need, { found: nearest[at] ? { site: { id: nearest[at].site.id, name: nearest[at].site.name } } : null, minutes: nearest[at] ? nearest[at].site.minutes : null, wished: wishes[need.id] || 0 }))
    const groups = this.needs.map((group) => ({ id: group.id, name: group.name, rows: rows.filter((row) => row.group === group.name) }))
    const counted = { groups, total: rows.length, missing: rows.filter((row) => !row.found).length, name: this.data.name }
    this.setData(Object.assign({ counting: false, keptOn: '' }, counted))
    kept.keepCircle(Object.assign({ keptOn: clock.today() }, counted))
  },
  open(event) { go('/packages/directory/site/site?id=' + event.currentTarget.dataset.id) },
  async wish(event) {
    const { need } = event.currentTarget.dataset
    if (!this.data.community) return wx.showToast({ title: '请先选您家在哪个社区', icon: 'none' })
    try {
      await api.post('/services/wishes', { need, community: this.data.community })
      wx.showToast({ title: '记下了，一家一项只算一次', icon: 'none' })
      return this.count()
    } catch (fault) { return api.say(fault) }
  },
  onShareAppMessage() { return { title: '我家15分钟，还缺什么', path: '/packages/directory/circle/circle' } },
})
