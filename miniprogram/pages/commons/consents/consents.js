// Consent sheets of my building (民法典 279): what a neighbour wants, what I say, and asking with one of my own.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const lists = require('../../../core/lists.js')
const subscribe = require('../../../core/subscribe.js')
const { ask } = require('../../../core/ask.js')

Page({
  behaviors: [lists],
  data: { homes: [], home: '', use: '', asking: false, busy: false },
  onLoad() { subscribe.prepare() },
  onShow() { this.reload(); this.findHomes() },
  fetchPage(cursor) { return api.get('/commons/consent-sheets/mine', { cursor }) },
  dressItem(one) {
    return Object.assign({}, one, {
      mine: one.asked_by_me ? '您发起的' : one.said === null ? '等您表态' : one.said ? '您同意了' : '您不同意', tone: one.said === null && !one.closed_at ? 'warn' : 'plain',
      counted: '共' + one.owners + '户：同意' + one.agreed + '，不同意' + one.refused + '，没有表态' + one.missing,
      ways: '手机' + one.agreed_by.account + '户，征求开始后才核实的账号' + one.agreed_by.account_bound_since + '户，纸质' + one.agreed_by.paper + '户' + (one.replaced ? '；表态后账号被解除' + one.replaced + '户' : '') + (one.disputed ? '；房号有争议' + one.disputed + '户，弄清以前不算收齐' : ''),
      open: !one.closed_at && !one.asked_by_me,
    })
  },
  async findHomes() {
    try {
      const { items } = await api.get('/commons/mine')
      const homes = items.filter((one) => one.roll.basis === 'owners').map((one) => ({ value: one.roll.id + ' ' + one.space.id, text: one.space.name, units: one.member.units }))
      const units = homes.reduce((found, one) => found.concat(one.units.map((unit) => ({ value: one.value + ' ' + unit, text: one.text + ' ' + unit }))), [])
      this.setData({ homes: units, home: units.length ? units[0].value : '' })
    } catch (fault) { api.say(fault) }
  },
  openForm() { this.setData({ asking: true }) },
  chooseHome(event) { this.setData({ home: event.detail.value }) },
  typeUse(event) { this.setData({ use: event.detail.value.trim() }) },
  ask() {
    const { home, use } = this.data
    if (faults.missing({ use: !use && '请写明改作什么用' })) return undefined
    const [roll, space] = home.split(' ', 2), unit = home.slice(roll.length + space.length + 2)
    subscribe.offer(['progress'])
    return this.act(async () => {
      await api.post('/commons/consent-sheets', { space_id: space, roll_id: roll, unit, use })
      this.setData({ asking: false, use: '' })
    })
  },
  agree(event) { this.say(event, true, '同意他改作经营用？') },
  refuse(event) { this.say(event, false, '不同意他改作经营用？') },
  say(event, agrees, title) {
    const { id } = event.currentTarget.dataset
    ask({ title, content: '法律要求同一栋的每位业主都同意。收齐以前可以改。', confirmText: agrees ? '同意' : '不同意', success: ({ confirm }) => { if (confirm) this.act(() => api.post('/commons/consent-sheets/' + id + '/sign', { agrees })) } })
  },
  async act(deed) {
    this.setData({ busy: true })
    try {
      await deed()
      await this.reload()
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
})
