// Matters that wait for a person with a duty: what their unit has to do, or what their desk has to decide.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const person = require('../../../core/me.js')
const say = require('../../../core/say.js')
const { rolesOf } = require('../../../core/roles.js')
const { go } = require('../../../core/go.js')

const TABS = [
  { id: 'mine', text: '待办', roles: ['department', 'secretary'], path: '/events/work' },
  { id: 'submitted', text: '待受理', roles: ['dispatcher', 'secretary'], query: { state: 'submitted' } },
  { id: 'accepted', text: '待派单', roles: ['dispatcher'], query: { state: 'accepted' } },
  { id: 'returned', text: '退件', roles: ['dispatcher'], query: { state: 'returned' } },
  { id: 'handled', text: '待核查', roles: ['secretary', 'dispatcher'], query: { state: 'handled' } },
  { id: 'verified', text: '待办结', roles: ['secretary', 'dispatcher'], query: { state: 'verified' } },
  { id: 'overdue', text: '超期', roles: ['supervisor', 'dispatcher', 'secretary'], query: { overdue: true } },
  { id: 'open', text: '在办', roles: ['supervisor'], query: { state: 'open' } },
]

Page({
  behaviors: [lists],
  data: { tabs: [], chosen: '', q: '' },
  onShow() { this.start() },
  async start() {
    try {
      const roles = rolesOf((await person.load()).duties)
      const tabs = TABS.filter((tab) => tab.roles.some((role) => roles.indexOf(role) >= 0))
      this.setData({ tabs, chosen: this.data.chosen || (tabs[0] || TABS[0]).id })
      await this.reload()
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  turn(event) { this.setData({ chosen: event.detail.id, items: [] }); this.reload() },
  fetchPage(cursor) {
    const tab = TABS.find((one) => one.id === this.data.chosen)
    if (tab.path) return this.found(tab.path)
    return api.get('/events', Object.assign({ cursor, limit: 20, q: this.data.q }, tab.query))
  },
  /** The work of one's unit comes whole: what is searched for is picked out here. */
  async found(path) {
    const { items } = await api.get(path)
    const has = (text) => text && text.indexOf(this.data.q) >= 0
    return { items: items.filter((one) => has(one.text) || has(one.number) || has(one.address) || has(one.category && one.category.name)) }
  },
  search(event) {
    const q = event.detail.value
    if (q.length === 1) return wx.showToast({ title: '请至少写两个字', icon: 'none' })
    this.setData({ q, items: [] })
    return this.reload()
  },
  dressItem(one) {
    return {
      id: one.id, title: one.category ? one.category.name : '等待分类', state: one.state_text, text: one.text, overdue: one.overdue, level: one.supervision,
      where: one.address || (one.grid ? one.grid.name : '不在网格内'), due: one.due_at ? say.moment(one.due_at) + '前' : '', unit: one.unit ? one.unit.name : '',
    }
  },
  open(event) { go('/packages/grid/event/event?id=' + event.currentTarget.dataset.id) },
})
