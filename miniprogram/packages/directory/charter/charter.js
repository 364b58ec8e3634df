// 联盟章程: the versions, and the vote of whoever acts for a member: to sign, or to say why not.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')

const STATES = { open: '正在表决', in_force: '生效', superseded: '已有新版', closed: '没有成' }
const MINDS = [{ value: 'yes', text: '同意，签署' }, { value: 'no', text: '不同意' }]

Page({
  data: { loading: true, fault: null, versions: [], members: null, member: '', minds: MINDS, mind: '', words: '', error: '', busy: false, done: '' },
  onLoad() { this.load() },
  async load() {
    try {
      const [{ items }, mine] = await Promise.all([api.get('/alliances/charters', null, { open: true }), api.isKnown() ? api.get('/resources/members') : null])
      this.setData({ loading: false, fault: null, versions: items.map(dressed), members: mine && mine.items.map(({ id: value, name: text }) => ({ value, text })) })
      this.takeMember(mine && mine.items.length === 1 ? mine.items[0].id : this.data.member)
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  onPullDownRefresh() { this.load().then(() => wx.stopPullDownRefresh()) },
  async enter() {
    try { await api.login(); await this.load() } catch (fault) { api.say(fault) }
  },
  chooseMember(event) { this.takeMember(event.detail.value) },
  takeMember(member) {
    const open = this.data.versions.filter(({ state }) => state === 'open')[0]
    const given = open && open.votes.filter(({ id }) => id === member)[0]
    this.setData({ member, given: given ? (given.agrees ? '已经签署' : '已经表示不同意：' + given.words) : '', mind: '', error: '' })
  },
  chooseMind(event) { this.setData({ mind: event.detail.value, error: '' }) },
  type(event) { this.setData({ words: event.detail.value, error: '' }) },
  missing() {
    const { member, mind, words } = this.data
    if (!member) return '请选代表哪个成员单位'
    if (!mind) return '请先选一项'
    return mind === 'no' && !words.trim() ? '不同意的，请说说理由，大家都看得到' : ''
  },
  cast(event) {
    const error = this.missing()
    if (error) return this.setData({ error })
    const { id } = event.currentTarget.dataset
    const { member, members, mind } = this.data
    const name = members.filter(({ value }) => value === member)[0].text
    return ask({
      title: (mind === 'yes' ? '签署' : '不同意') + '这一版？', content: '代表' + name + '。表决结束以前可以改主意；您只能代表一个成员单位。', confirmText: '确定', cancelText: '再想想',
      success: ({ confirm }) => { if (confirm) this.send(id) },
    })
  },
  async send(id) {
    const { member, mind, words } = this.data
    this.setData({ busy: true, error: '' })
    try {
      await api.post('/alliances/charters/' + id + '/votes', { organisation: member, agrees: mind === 'yes', words: mind === 'no' ? words.trim() : '' })
      this.setData({ busy: false, done: mind === 'yes' ? '已签署，谢谢。' : '已记下，理由大家都看得到。', words: '' })
      await this.load()
    } catch (fault) {
      const sentences = Object.keys(fault.fields || {}).map((name) => [].concat(fault.fields[name])[0])
      this.setData({ busy: false, error: [fault.sentence].concat(sentences).join('\n') })
    }
  },
  turn(event) {
    const { id } = event.currentTarget.dataset
    this.setData({ versions: this.data.versions.map((one) => (one.id === id ? Object.assign({}, one, { whole: !one.whole }) : one)) })
  },
  openResources() { go('/packages/directory/resources/resources') },
  onShareAppMessage() { return { title: '联盟章程', path: '/packages/directory/charter/charter' } },
})

const dressed = (one) => Object.assign({}, one, {
  stateText: STATES[one.state], tone: one.state === 'closed' ? 'plain' : one.state === 'open' ? 'warn' : 'good', whole: one.state === 'open',
  votes: one.signed_by.concat(one.refused_by),
  signed: one.signed_by.map(({ name }) => name).join('、'),
  came: one.in_force_at ? say.moment(one.in_force_at) + '生效' : one.closed_at ? say.moment(one.closed_at) + '结束：' + one.closing_words : '',
})
