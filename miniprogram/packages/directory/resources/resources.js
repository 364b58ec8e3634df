// 共享资源: what members of the alliance lend each other. Whoever acts for a member asks for it here.
const api = require('../../../core/api.js')
const clock = require('../../../core/clock.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const subscribe = require('../../../core/subscribe.js')
const { go } = require('../../../core/go.js')

const KINDS = [
  { id: '', text: '全部' }, { id: 'room', text: '场地' }, { id: 'lab', text: '实验室' }, { id: 'equipment', text: '设备' },
  { id: 'expert', text: '专家' }, { id: 'course', text: '课程' }, { id: 'vehicle', text: '车辆' },
]
const EMPTY = { day: '', from: '', to: '', purpose: '' }

Page({
  behaviors: [lists],
  data: { kinds: KINDS, kind: '', filters: '', choosing: false, q: '', asking: null, drawing: null, draws: [], entered: '', members: null, member: '', form: EMPTY, today: clock.today(), error: '', busy: false },
  onLoad() {
    if (api.isKnown()) subscribe.prepare()
    this.reload()
  },
  fetchPage(cursor) { return api.get('/resources', { kind: this.data.kind, q: this.data.q, cursor, limit: 20 }, { open: true }) },
  search(event) { this.look({ q: event.detail.value }) },
  openFilters() { this.setData({ choosing: true }) },
  closeFilters() { this.setData({ choosing: false }) },
  chooseKind(event) {
    const { id } = event.detail
    return this.look({ kind: id, filters: id ? KINDS.filter((one) => one.id === id)[0].text : '' })
  },
  look(some) {
    this.setData(some)
    return this.reload()
  },
  async ask(event) {
    const { id } = event.currentTarget.dataset
    this.setData({ asking: this.data.items.filter((one) => one.id === id)[0], form: EMPTY, error: '' })
    return this.readMembers()
  },
  async readMembers() {
    if (this.data.members) return
    try {
      const { items } = await api.get('/resources/members')
      this.setData({ members: items.map(({ id: value, name: text }) => ({ value, text })), member: items.length === 1 ? items[0].id : '' })
    } catch (fault) { api.say(fault) }
  },
  close() { this.setData({ asking: null }) },
  chooseMember(event) { this.setData({ member: event.detail.value }) },
  fill(event) { this.setData({ ['form.' + event.currentTarget.dataset.name]: event.detail.value, error: '' }) },
  missing() {
    const { day, from, to, purpose } = this.data.form
    if (!this.data.member) return '请选代表哪个成员单位'
    if (!day || !from || !to) return '请选哪天、几点到几点'
    return purpose.trim() ? '' : '请写明用来做什么'
  },
  async send() {
    const error = this.missing()
    if (error) return this.setData({ error })
    subscribe.offer(['progress'])
    const { asking, member, form } = this.data
    const at = (time) => form.day + 'T' + time + ':00+08:00'
    this.setData({ busy: true })
    try {
      await api.post('/resources/' + asking.id + '/requests', { organisation: member, starts_at: at(form.from), ends_at: at(form.to), purpose: form.purpose.trim() })
      this.setData({ busy: false, asking: null })
      return this.openLoans()
    } catch (fault) {
      const sentences = Object.keys(fault.fields || {}).map((name) => [].concat(fault.fields[name])[0])
      return this.setData({ busy: false, error: [fault.sentence].concat(sentences).join('\n') })
    }
  },
  async seeDraws(event) {
    const { id } = event.currentTarget.dataset
    try {
      this.setData({ drawing: this.data.items.filter((one) => one.id === id)[0], form: EMPTY, error: '', entered: '' })
      await this.readDraws()
      await this.readMembers()
    } catch (fault) { api.say(fault) }
  },
  async readDraws() {
    const { items } = await api.get('/resources/' + this.data.drawing.id + '/draws', null, { open: true })
    const now = Date.now()
    this.setData({ draws: items.map((one) => Object.assign({}, one, { span: say.span(one.starts_at, one.ends_at), closes: say.moment(one.closes_at), open: !one.settled_at && Date.parse(one.closes_at) > now })) })
  },
  closeDraws() { this.setData({ drawing: null }) },
  async enterDraw(event) {
    const { drawing, member, form } = this.data
    const error = member ? (form.purpose.trim() ? '' : '请写明用来做什么') : '请选代表哪个成员单位'
    if (error) return this.setData({ error })
    subscribe.offer(['progress'])
    this.setData({ busy: true, error: '' })
    try {
      const { number, tickets } = await api.post('/resources/' + drawing.id + '/draws/' + event.currentTarget.dataset.id + '/entries', { organisation: member, purpose: form.purpose.trim() })
      this.setData({ busy: false, entered: '已报名，编号' + number + '，' + tickets + '张签。抽签后会通知您。' })
      return this.readDraws()
    } catch (fault) { return this.setData({ busy: false, error: fault.sentence }) }
  },
  openCharter() { go('/packages/directory/charter/charter') },
  openLoans() { go('/packages/directory/loans/loans') },
  onShareAppMessage() { return { title: '联盟成员的共享资源', path: '/packages/directory/resources/resources' } },
})
