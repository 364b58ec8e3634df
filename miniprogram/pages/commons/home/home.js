// 我们小区: topics, the next meeting, ballots, covenants, and what was agreed with its days.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const say = require('../../../core/say.js')
const subscribe = require('../../../core/subscribe.js')
const space = require('../space.js')
const words = require('../words.js')
const { go } = require('../../../core/go.js')

const FEW = 5
const dressed = (names, items, more) => items.map((one) => Object.assign({}, one, names(one), more))

Page({
  asked: null,
  data: { loading: true, fault: null, choosing: false, wanted: '', spaces: [], it: null, mine: [], door: null, next: null, topics: [], ballots: [], covenants: [], outcomes: [], joining: false, roll: '', rolls: [], unit: '', note: '', papers: [], sending: false, rounds: [], busy: false },
  onLoad({ id }) {
    this.asked = id || ''
    if (api.isKnown()) subscribe.prepare()
  },
  onShow() { this.load() },
  async load() {
    try {
      const memberships = await space.mine()
      const id = space.chosen(this.asked, memberships)
      if (id) await this.open(id, memberships)
      else await this.choose()
    } catch (fault) {
      if (fault.status === 404) space.forget()
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  async choose() {
    const { items } = await api.get('/commons/spaces', { q: this.data.wanted, limit: 50 }, { open: true })
    this.setData({ loading: false, fault: null, choosing: true, it: null, spaces: dressed((one) => ({ note: words.SPACE_KINDS[one.kind] + (one.address ? '，' + one.address : '') }), items) })
  },
  async open(id, memberships) {
    const open = { open: true }, here = { space: id, limit: FEW }
    const [it, topics, meetings, ballots, covenants, outcomes, door, rounds] = await Promise.all([
      api.get('/commons/spaces/' + id, null, open), api.get('/commons/spaces/' + id + '/topics', { limit: 20 }, open), api.get('/commons/meetings', { space: id, limit: 20 }, open),
      api.get('/commons/ballots', here, open), api.get('/commons/covenants', here, open), api.get('/commons/outcomes', here, open), api.get('/commons/figures', { space: id }, open), api.get('/commons/spendings', here, open),
    ])
    space.remember(id)
    const now = api.now()
    const coming = meetings.items.filter((one) => one.state === 'noticed' && new Date(one.ends_at).getTime() > now).sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1))
    const rolls = it.rolls.filter((one) => one.state === 'in_force').map((one) => ({ value: one.id, text: words.BASES[one.basis] + '名册' }))
    this.setData({
      loading: false, fault: null, choosing: false, it, door, rolls, roll: rolls.length ? rolls[0].value : '',
      mine: memberships.filter((one) => one.space.id === id).map((one) => words.BASES[one.roll.basis] + '，' + one.member.units.join('、')),
      next: coming.length ? Object.assign({}, coming[0], { at: say.moment(coming[0].starts_at) }) : null,
      topics: dressed((one) => ({ note: words.TOPIC_STATES[one.state] + '，' + one.supports + '人附议' }), topics.items),
      ballots: dressed((one) => ({ note: words.BALLOT_STATES[one.state] + '，' + say.moment(one.closes_at) + '截止' }), ballots.items.filter((one) => one.state !== 'cancelled')),
      covenants: dressed((one) => ({ note: words.COVENANT_KINDS[one.kind] + '，' + words.COVENANT_STATES[one.state] + '，' + one.signatures + '人已签' }), covenants.items),
      rounds: dressed((one) => ({ note: (one.result ? '已经算好，' : '正在投，') + say.moment(one.closes_at) + '截止' }), rounds.items),
      outcomes: outcomes.items.map((one) => words.outcome(one, say.day)),
    })
  },
  search(event) {
    this.setData({ wanted: event.detail.value })
    this.choose().catch(api.say)
  },
  pick(event) { this.asked = event.currentTarget.dataset.id; this.setData({ loading: true }); this.load() },
  other() { this.asked = ''; space.forget(); this.choose().catch(api.say) },
  raise() { go('/pages/commons/raise/raise?space=' + this.data.it.id) },
  async join() {
    try {
      if (!api.isKnown()) {
        await api.login()
        subscribe.prepare()
        await this.load()
      }
      this.setData({ joining: !this.data.mine.length })
    } catch (fault) { api.say(fault) }
  },
  chooseRoll(event) { this.setData({ roll: event.detail.value }) },
  typeUnit(event) { this.setData({ unit: event.detail.value.trim() }) },
  attach(event) { this.setData({ papers: event.detail.ids, sending: event.detail.sending }) },
  typeNote(event) { this.setData({ note: event.detail.value.trim() }) },
  async send() {
    if (faults.missing({ unit: !this.data.unit && '请写明是哪一户' })) return undefined
    subscribe.offer(['progress', 'reminder'])
    this.setData({ busy: true })
    try {
      await api.post('/commons/rolls/' + this.data.roll + '/requests', { unit: this.data.unit, note: this.data.note, paper: this.data.papers[0] || null })
      this.setData({ joining: false, unit: '', note: '' })
      wx.showToast({ title: '已送出，核实后会告诉您', icon: 'none' })
    } catch (fault) { api.say(fault) }
    return this.setData({ busy: false })
  },
})
