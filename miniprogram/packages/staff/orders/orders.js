// Orders (社区发令) as each side sees them: departments answer, communities judge, the office decides.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const person = require('../../../core/me.js')
const say = require('../../../core/say.js')
const { rolesOf } = require('../../../core/roles.js')
const { go } = require('../../../core/go.js')

const RANKS = { urgent: '紧急', regular: '常规', key: '重点', hard: '疑难' }
const OFFICE = ['dispatcher', 'supervisor']
const TABS = [
  { id: 'issued', text: '待签收', roles: ['department'] },
  { id: 'signed', text: '待报到', roles: ['department'] },
  { id: 'reported_in', text: '办理中', roles: ['department'] },
  { id: 'draft', text: '待会签', roles: OFFICE },
  { id: 'contested', text: '有异议', roles: OFFICE },
  { id: 'done', text: '待验收', roles: ['secretary'] },
  { id: 'accepted', text: '待评分', roles: ['secretary'].concat(OFFICE) },
  { id: '', text: '全部', roles: [] },
]

function clockOf(part) {
  const running = part.clocks.filter((one) => !one.stopped_at && one.due_at)
  return running.length ? running[running.length - 1] : null
}

function part(one) {
  const clock = clockOf(one)
  return {
    code: one.unit.code, name: one.unit.name + (one.is_lead ? '（牵头）' : ''), state: one.state_text, bad: one.supervision > 0 || Boolean(clock && clock.overdue),
    due: clock ? clock.name + ' ' + say.moment(clock.due_at) : one.score === null ? '' : one.score + '分',
  }
}

Page({
  behaviors: [lists],
  data: { tabs: [], chosen: null, can: false },
  onShow() { this.start() },
  async start() {
    try {
      const roles = rolesOf((await person.load()).duties)
      const tabs = TABS.filter((tab) => !tab.roles.length || tab.roles.some((role) => roles.indexOf(role) >= 0))
      this.setData({ tabs, can: roles.indexOf('secretary') >= 0, chosen: this.data.chosen === null ? tabs[0].id : this.data.chosen })
      await this.reload()
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  turn(event) { this.setData({ chosen: event.detail.id, items: [] }); this.reload() },
  fetchPage(cursor) { return api.get('/orders', { cursor, limit: 20, state: this.data.chosen }) },
  dressItem(one) {
    return {
      id: one.id, title: one.item, rank: RANKS[one.rank], place: one.place, parts: one.parts.map(part),
      when: one.issued_at ? say.moment(one.issued_at) + '发出' : '等待街道会签',
    }
  },
  open(event) { go('/packages/staff/order/order?id=' + event.currentTarget.dataset.id) },
  work() { go('/packages/staff/work/work') },
})
