// Writing a menu: services from the catalogue, who serves, stations and places; then publishing.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const clock = require('../../../core/clock.js')
const draft = require('../../../core/draft.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')

const KEPT = ['id', 'service', 'provider', 'starts_at', 'ends_at', 'minutes', 'stations', 'places', 'places_walk_in', 'places_elder', 'mode', 'window_minutes', 'bring', 'note', 'min_age', 'max_age', 'draw_closes_at']
const MODES = [{ value: 'queue', text: '排队叫号' }, { value: 'windows', text: '分时段', note: '每30分钟一段' }, { value: 'draw', text: '抽签', note: '名额总是不够的服务' }]
const NUMBERS = ['stations', 'minutes', 'places', 'places_walk_in', 'places_elder', 'min_age', 'max_age']
const NEW = { service: 'haircut', provider: '', stations: '2', minutes: '', places: '', places_walk_in: '', places_elder: '', min_age: '', max_age: '', bring: '', mode: 'queue' }

Page({
  id: '', people: null,
  data: { loading: true, fault: null, market: null, lines: [], wished: [], services: [], modes: MODES, shown: false, at: -1, line: NEW, chosen: 0, busy: false, unsaved: false, ending: false, reason: '', changing: false, facts: null, form: null, round: 0, sending: false, moving: false, move: null, messaging: false, words: '' },
  onLoad({ id }) {
    this.id = id
    this.load()
  },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      const [market, { items: services }] = await Promise.all([api.get('/markets/' + this.id + '/draft'), api.get('/markets/services', null, { open: true })])
      const { items: wished } = await api.get('/markets/wishes', { community: market.community }, { open: true })
      this.setData({ loading: false, services, wished: wished.slice(0, 8) })
      this.show(market)
      await this.restore()
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  show(market) {
    this.people = {}
    market.items.forEach((item) => { this.people[item.id] = item.people.map((name) => ({ name })) })
    this.setData({
      facts: facts(market),
      market: { title: market.title, place: market.place, state: market.state, when: say.span(market.starts_at, market.ends_at) },
      lines: market.items.map((item) => this.named(picked(item))), unsaved: false,
    })
  },
  async restore() {
    const unsent = await draft.load('menu-' + this.id)
    if (unsent) this.setData({ lines: unsent, unsaved: true })
  },
  named(line) {
    const known = this.data.services.find((one) => one.id === line.service)
    const total = Number(line.places || 0) + Number(line.places_walk_in || 0) + Number(line.places_elder || 0)
    return Object.assign({}, line, { name: known ? known.name : line.service, total_text: total ? '共' + total + '个名额' : '名额按工位计算' })
  },
  add(event) {
    const service = event.currentTarget.dataset.service || NEW.service
    this.openLine(-1, Object.assign({}, NEW, { service }))
  },
  editLine(event) {
    const at = Number(event.currentTarget.dataset.at)
    this.openLine(at, texts(this.data.lines[at]))
  },
  openLine(at, line) {
    const chosen = Math.max(this.data.services.findIndex((one) => one.id === line.service), 0)
    this.setData({ at, line, chosen, shown: true })
  },
  close() { this.setData({ shown: false }) },
  chooseService(event) {
    const chosen = Number(event.detail.value)
    this.setData({ chosen, 'line.service': this.data.services[chosen].id })
  },
  chooseMode(event) { this.setData({ 'line.mode': event.detail.value }) },
  write(event) { this.setData({ ['line.' + event.currentTarget.dataset.name]: event.detail.value }) },
  keepLine() {
    const { line, at, lines } = this.data
    if (faults.missing({ provider: !line.provider.trim() && '请填服务单位' })) return undefined
    const kept = this.named(numbers(line))
    const next = at < 0 ? lines.concat([kept]) : lines.map((one, index) => (index === at ? kept : one))
    return this.keep(next)
  },
  removeLine() { this.keep(this.data.lines.filter((_, index) => index !== this.data.at)) },
  keep(lines) {
    draft.save('menu-' + this.id, lines)
    this.setData({ lines, shown: false, unsaved: true })
  },
  async save() {
    const items = this.data.lines.map((line) => Object.assign(picked(line), { people: this.people[line.id] || [] }))
    const market = await api.put('/markets/' + this.id + '/menu', { items })
    draft.clear('menu-' + this.id)
    this.show(market)
  },
  async saveOnly() {
    this.setData({ busy: true })
    try {
      await this.save()
      wx.showToast({ title: '已保存', icon: 'success' })
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  change() {
    const { starts_at: starts, ends_at: ends } = this.data.facts
    this.setData({
      changing: true, round: this.data.round + 1, sending: false,
      form: Object.assign({}, this.data.facts, { day: clock.chinaDate(starts), from: say.time(starts), until: clock.chinaDate(ends), to: say.time(ends) }),
    })
  },
  leaveAsItIs() { this.setData({ changing: false }) },
  fill(event) { this.setData({ ['form.' + event.currentTarget.dataset.name]: event.detail.value }) },
  attach(event) {
    const { ids, sending } = event.detail
    this.setData({ sending, 'form.cover': ids.length ? ids[0] : this.data.facts.cover })
  },
  async keepFacts() {
    this.setData({ busy: true })
    try {
      if (this.data.unsaved) await this.save()
      await api.put('/markets/' + this.id, asked(this.data.form))
      this.setData({ changing: false })
      await this.load()
      wx.showToast({ title: '已保存', icon: 'success' })
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  shelf() { go('/packages/organiser/shelf/shelf?id=' + this.id) },
  openMove() {
    const { starts_at: starts, place } = this.data.facts
    this.setData({ moving: true, move: { day: clock.chinaDate(starts), from: say.time(starts), place, reason: '' } })
  },
  closeMove() { this.setData({ moving: false }) },
  fillMove(event) { this.setData({ ['move.' + event.currentTarget.dataset.name]: event.detail.value }) },
  async moveMarket(anyway) {
    const { day, from, place, reason } = this.data.move
    if (faults.missing({ reason: !reason.trim() && '请写改期的原因，报名的居民都会看到' })) return undefined
    this.setData({ busy: true })
    try {
      await api.post('/markets/' + this.id + '/move', { starts_at: day + 'T' + from + ':00+08:00', place: place.trim(), reason: reason.trim(), although_overlapping: anyway === true })
      this.setData({ moving: false })
      await this.load()
      wx.showToast({ title: '已改期并通知大家', icon: 'none' })
    } catch (fault) { this.overlapping(fault, () => this.moveMarket(true)) }
    return this.setData({ busy: false })
  },
  overlapping(fault, again) {
    if (fault.code !== 'markets.markets_overlap') return api.say(fault)
    return ask({ title: '时间重叠', content: fault.sentence, confirmText: '同时举办', cancelText: '再想想', success: ({ confirm }) => { if (confirm) again() } })
  },
  openMessage() { this.setData({ messaging: true, words: '' }) },
  closeMessage() { this.setData({ messaging: false }) },
  writeWords(event) { this.setData({ words: event.detail.value }) },
  async sendMessage() {
    const text = this.data.words.trim()
    if (faults.missing({ text: !text && '请写内容' })) return undefined
    try {
      const { told } = await api.post('/markets/' + this.id + '/messages', { text })
      this.setData({ messaging: false })
      wx.showToast({ title: '已通知' + told + '人', icon: 'none' })
    } catch (fault) { api.say(fault) }
    return undefined
  },
  end() { this.setData({ ending: true }) },
  stay() { this.setData({ ending: false }) },
  writeReason(event) { this.setData({ reason: event.detail.value }) },
  async callOff() {
    const reason = this.data.reason.trim()
    if (faults.missing({ reason: !reason && '请写明原因，报名的居民都会看到' })) return undefined
    this.setData({ busy: true })
    try {
      await api.post('/markets/' + this.id + '/cancel', { reason })
      wx.showToast({ title: '已取消并通知大家', icon: 'none' })
      this.setData({ ending: false, 'market.state': 'cancelled' })
    } catch (fault) { api.say(fault) }
    return this.setData({ busy: false })
  },
  async publish(anyway) {
    this.setData({ busy: true })
    try {
      await this.save()
      await api.post('/markets/' + this.id + '/publish', { although_overlapping: anyway === true })
      wx.showToast({ title: '已发布', icon: 'success' })
      this.setData({ 'market.state': 'published' })
    } catch (fault) {
      if (fault.code === 'markets.markets_overlap') this.overlapping(fault, () => this.publish(true))
      else ask({ title: '还不能发布', content: fault.sentence, showCancel: false, confirmText: '去修改' })
    }
    this.setData({ busy: false })
  },
})

/** What the market says of itself, as the server gave it. */
function facts({ community, title, place, position, starts_at, ends_at, intro, cover, sign_ups_each }) {
  return { community, title, place, position, starts_at, ends_at, intro, cover, sign_ups_each }
}

/** The same with days and times from the form. */
function asked(form) {
  const at = (day, time) => day + 'T' + time + ':00+08:00'
  return Object.assign(facts(form), {
    title: form.title.trim(), place: form.place.trim(), intro: form.intro.trim(),
    starts_at: at(form.day, form.from), ends_at: at(form.until, form.to), sign_ups_each: Number(form.sign_ups_each),
  })
}

function picked(item) {
  const line = {}
  KEPT.forEach((name) => { if (item[name] !== undefined) line[name] = item[name] })
  return line
}

/** A line as fields hold it: text. */
function texts(line) {
  const held = Object.assign({}, line)
  for (const name of NUMBERS) held[name] = line[name] === null || line[name] === undefined ? '' : String(line[name])
  return held
}

/** A line as the server takes it: numbers, and what is empty left to the catalogue. */
function numbers(line) {
  const held = Object.assign({}, line, { provider: line.provider.trim(), bring: (line.bring || '').trim() || null, window_minutes: line.mode === 'windows' ? line.window_minutes || 30 : null })
  for (const name of NUMBERS) held[name] = line[name] === '' || line[name] === undefined ? null : Number(line[name])
  return held
}
