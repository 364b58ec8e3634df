// 我要开店: one question after another, faults as one writes, a draft on the phone; then who one is, and the answer.
const api = require('../../../core/api.js')
const resumed = require('../../../core/resumed.js')
const subscribe = require('../../../core/subscribe.js')
const district = require('../../../core/district.js')
const { here } = require('../../../core/place.js')
const { steps, asText, others, told, HOLDER } = require('../form.js')
const { replace } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')

const DRAFT = 'approval'
const SLOW = 500
const KINDS = [{ value: 'individual', text: '个体工商户', note: '最快：一个人或者一家人' }, { value: 'company', text: '有限责任公司', note: '标准章程、只用货币出资的，当场办理' }]

Page({
  behaviors: [resumed],
  data: {
    kind: '', kinds: KINDS, steps: [], at: 0, step: null, answers: /** @type {any} */ ({}), value: '', error: '', found: [], picked: [], beside: null, check: null, faults: [], told: [], papers: [], spot: null,
    centre: district.middle(), marker: [], long: false, holders: [], people: [], holder: HOLDER, last: false, busy: false, taking: false, code: '', kept: '', identity: '', sample: false,
  },
  async onLoad({ change, takeover, correct }) {
    if (api.isKnown()) subscribe.prepare()
    this.change = change || ''
    this.mending = correct || ''
    this.code = ''
    if (takeover) return this.setData({ taking: true })
    district.ask().then(() => { if (!this.data.marker.length) this.setData({ centre: district.middle() }) })
    await this.offerDraft(DRAFT + this.change + this.mending)
    if (!this.data.offered) this.begin()
    return undefined
  },
  resume(kept) {
    this.version = kept.version
    this.attempt = kept.attempt
    this.saves = kept.saves
    return this.start(kept.kind, kept.answers || {})
  },
  throwAway() {
    this.endDraft()
    this.begin()
  },
  /** A change begins with the licence as it is, what is mended with what was sent; a new shop with nothing. */
  begin() {
    if (this.mending) return this.sent()
    return this.change ? this.former() : undefined
  },
  async sent() {
    try {
      const { kind, answers, attempt, saves } = await api.get('/approvals/applications/' + this.mending)
      this.attempt = attempt
      this.saves = saves
      const known = Object.assign({}, answers)
      delete known.id_number
      delete known.people
      this.start(kind, known)
    } catch (fault) { api.say(fault) }
  },
  typeCode(event) { this.setData({ code: event.detail.value, error: '' }) },
  async takeOver() {
    try {
      const { kind, answers, licence } = await api.post('/licences/handovers/view', { code: this.data.code })
      this.code = this.data.code
      this.version = licence.version
      this.change = 'takeover'
      this.draftName = DRAFT + this.change
      this.setData({ taking: false, kept: '接手：' + licence.name + '。店的情况已经填好，请填您自己的。' })
      this.start(kind, answers)
    } catch (fault) { api.say(fault) }
  },
  async former() {
    try {
      const { items } = await api.get('/me/licences')
      const mine = items.find((one) => one.uscc === this.change)
      if (mine) this.version = mine.version
      if (mine) this.start(mine.form === '个体工商户' ? 'individual' : 'company', {})
    } catch (fault) { api.say(fault) }
  },
  pickKind(event) { this.start(event.detail.value, {}) },
  async start(kind, answers) {
    try {
      const { items } = await api.get('/approvals/questions', { kind }, { open: true, keep: true })
      this.items = items
      this.setData({ kind, answers })
      this.show(0)
      if ((answers.scopes || []).length) await this.scopes(answers.scopes)
    } catch (fault) { api.say(fault) }
  },
  asked(answers) { return steps(this.items, answers, this.first || []) },
  show(at) {
    const list = this.asked(this.data.answers)
    const place = Math.max(0, Math.min(at, list.length))
    const step = list[place] || null
    this.setData({ steps: list, at: place, step, last: !step, value: step ? asText(step, this.data.answers[step.id]) : '', error: '', found: [], beside: null, spot: null, long: Boolean(step && this.data.answers[step.id] === 'long_term') })
    if (!step) {
      this.setData({ told: told(list, this.data.answers, this.data.picked) })
      return this.weigh()
    }
    if (step.kind === 'scopes') this.scopes(this.data.answers.scopes || [])
    if (step.kind === 'place') this.around()
    if (step.kind === 'papers') this.setData({ papers: this.filed() })
    if (step.kind === 'people') this.setData({ people: this.numbered() })
    if (step.kind === 'shareholders') this.setData({ holders: this.data.answers.shareholders || [] })
    return undefined
  },
  keep(change) {
    const answers = Object.assign({}, this.data.answers, change)
    this.setData({ answers, steps: this.asked(answers), error: '' })
    const safe = Object.assign({}, answers)
    delete safe.id_number
    delete safe.people
    this.saveDraft({ kind: this.data.kind, version: this.version, attempt: this.attempt, saves: this.saves, answers: safe })
  },
  type(event) {
    const { step } = this.data
    this.setData({ value: event.detail.value })
    this.keep({ [step.id]: step.read(event.detail.value) })
    if (step.id === 'name') this.later(() => this.lookUp())
  },
  choose(event) {
    const { step } = this.data
    const value = step.kind === 'yes_no' ? event.detail.value === 'yes' : event.detail.value
    this.setData({ value: event.detail.value })
    this.keep({ [step.id]: value })
  },
  forever() {
    const long = !this.data.long
    this.setData({ long, value: '' })
    this.keep({ [this.data.step.id]: long ? 'long_term' : undefined })
  },
  later(act) { clearTimeout(this.timer); this.timer = setTimeout(act, SLOW) },
  onUnload() { clearTimeout(this.timer) },
  async lookUp() {
    const text = this.data.answers.name
    if (!text) return this.setData({ beside: null })
    try {
      const beside = await api.get('/approvals/names', { text, kind: this.data.kind }, { open: true })
      if (text === this.data.answers.name) this.setData({ beside })
    } catch (_) { this.setData({ beside: null }) }
    return undefined
  },
  find(event) { this.setData({ value: event.detail.value }); this.later(() => this.catalogue()) },
  async catalogue() {
    try {
      const { items, sample } = await api.get('/approvals/scopes', { q: this.data.value, limit: 8 }, { open: true })
      const picked = this.data.answers.scopes || []
      this.setData({ found: items.filter((one) => picked.indexOf(one.code) < 0).map((one) => ({ value: one.code, text: one.text, note: one.permit ? (one.kind === 'pre_permit' ? '登记前要办：' : '经营前要办：') + one.permit : '' })), sample })
    } catch (fault) { api.say(fault) }
  },
  async scopes(codes) {
    const picked = []
    for (const code of codes) {
      try {
        const { items } = await api.get('/approvals/scopes', { q: code }, { open: true, keep: true })
        const one = items[0] || {}
        picked.push({ code, text: one.text || code, permit: one.permit || '', first: one.kind === 'pre_permit' })
      } catch (_) { picked.push({ code, text: code }) }
    }
    this.first = picked.filter((one) => one.first)
    this.setData({ picked, steps: this.asked(this.data.answers) })
    this.catalogue()
  },
  add(event) {
    const codes = (this.data.answers.scopes || []).concat([event.detail.value])
    this.keep({ scopes: codes })
    this.scopes(codes)
  },
  drop(event) {
    const codes = this.data.answers.scopes.filter((code) => code !== event.currentTarget.dataset.code)
    this.keep({ scopes: codes })
    this.scopes(codes)
  },
  async locate() {
    const place = await here()
    if (place) this.put(place)
    else wx.showToast({ title: '没有取到定位，请在图上点一下', icon: 'none' })
  },
  /** The communities by name on a map that has no roads, beginning where the address says. */
  async around() {
    try {
      const { items } = await api.get('/places/communities', null, { open: true, keep: true })
      this.communities = items.filter((one) => one.centre)
      const named = this.communities.find((one) => (this.data.answers.address || '').indexOf(one.name) >= 0)
      if (named && !this.data.answers.place) this.setData({ centre: named.centre })
    } catch (_) { this.communities = [] }
    this.mark(this.data.answers.place)
  },
  /** A tap on the map is only a question: whoever tapped blindly sees where that is, and says yes or taps again. */
  async point(event) {
    const place = { lng: event.detail.longitude, lat: event.detail.latitude, datum: 'gcj02' }
    this.setData({ spot: { place, words: '您点的地方' } })
    this.mark(place)
    try {
      const { community, street, in_district: inside } = await api.get('/places/locate', place, { open: true })
      const words = community ? street.name + community.name + '附近' : inside ? '本区里，离哪个社区都不近' : '不在本区'
      if (this.data.spot && this.data.spot.place === place) this.setData({ spot: { place, words } })
    } catch (_) { /* the point can be confirmed without its name */ }
  },
  confirm() { this.put(this.data.spot.place) },
  put(place) { this.keep({ place }); this.setData({ spot: null }); this.mark(place) },
  mark(place) {
    const names = (this.communities || []).map((one, at) => ({ id: 100 + at, latitude: one.centre.lat, longitude: one.centre.lng, title: one.name }))
    this.setData(Object.assign({ marker: place ? names.concat([{ id: 1, latitude: place.lat, longitude: place.lng, title: '店铺' }]) : names }, place ? { centre: place } : {}))
  },
  filed() {
    const known = this.data.answers.pre_papers || []
    return (this.first || []).map(({ code, text, permit }) => Object.assign({ scope: code, title: text + (permit ? '：' + permit : ''), number: '', issued_on: '', valid_until: '' }, known.find((one) => one.scope === code)))
  },
  typePaper(event) {
    const { scope, key } = event.currentTarget.dataset
    const papers = this.data.papers.map((one) => (one.scope === scope ? Object.assign({}, one, { [key]: event.detail.value }) : one))
    this.setData({ papers })
    this.keep({ pre_papers: papers.filter((one) => one.number && one.issued_on).map((one) => ({ scope: one.scope, number: one.number, issued_on: one.issued_on, valid_until: one.valid_until || null })) })
  },
  numbered() {
    const known = this.data.answers.people || []
    return others(this.data.answers).map((name) => known.find((one) => one.name === name) || { name, id_number: '' })
  },
  typeNumber(event) {
    const people = this.numbered().map((one) => (one.name === event.currentTarget.dataset.name ? { name: one.name, id_number: event.detail.value } : one))
    this.setData({ people })
    this.keep({ people: people.filter((one) => one.id_number) })
  },
  holderType(event) { this.setData({ ['holder.' + event.currentTarget.dataset.key]: event.detail.value }) },
  addHolder() {
    const { holder } = this.data
    const fen = Math.round(Number(holder.yuan) * 100)
    if (!holder.name || !(fen > 0) || !holder.due_on) return this.setData({ error: '请写姓名、认缴的元数和日期' })
    const holders = this.data.holders.concat([{ name: holder.name, kind: 'person', contribution_fen: fen, means: 'cash', due_on: holder.due_on }])
    this.setData({ holders, holder: HOLDER })
    return this.keep({ shareholders: holders })
  },
  dropHolder(event) {
    const holders = this.data.holders.filter((_, at) => at !== event.currentTarget.dataset.at)
    this.setData({ holders })
    this.keep({ shareholders: holders })
  },
  next() {
    const { step, answers } = this.data
    if (step.required && (answers[step.id] === undefined || answers[step.id] === '')) return this.setData({ error: '这一项要填' })
    return this.show(this.data.at + 1)
  },
  skip() { this.keep({ wants_human: true }); this.show(this.data.at + 1) },
  back() { if (this.data.at === 0) this.setData({ kind: '' }); else this.show(this.data.at - 1) },
  go(event) {
    const at = this.data.steps.findIndex((one) => one.id === event.currentTarget.dataset.id)
    this.show(at < 0 ? 0 : at)
  },
  async weigh() {
    try {
      const check = await api.compute('/approvals/checks', { kind: this.data.kind, answers: this.clean() })
      const missing = check.missing.map((id) => ({ id, sentence: '还没有填：' + (this.items.find((one) => one.id === id) || {}).label, remedy: '', article: '' }))
      this.setData({ check, faults: missing.concat(check.faults) })
    } catch (fault) {
      if (!fault.offline) api.say(fault)
      this.setData({ check: null, faults: [] })
    }
  },
  clean() {
    const kept = {}
    Object.keys(this.data.answers).forEach((key) => { if (this.data.answers[key] !== undefined && this.data.answers[key] !== '') kept[key] = this.data.answers[key] })
    return kept
  },
  person() { this.keep({ wants_human: true }); this.submit() },
  async identify() {
    const { operator_name: name, id_number: number } = this.data.answers
    if (!name || !number) return true
    try {
      const { result } = await api.post('/approvals/identity-checks', { name, number })
      this.setData({ identity: result })
      return true
    } catch (fault) {
      if (fault.offline) throw fault
      return true // the answer says what is open; a person can be asked for
    }
  },
  door() {
    const answers = this.clean()
    if (this.mending) return { path: '/approvals/applications/' + this.mending + '/correct', body: { attempt: this.attempt, saves: this.saves, answers } }
    if (this.code) return { path: '/licences/handovers/accept', body: { code: this.code, version: this.version, answers } }
    if (this.change) return { path: '/licences/' + this.change + '/change', body: { version: this.version, answers } }
    return { path: '/approvals/applications', body: { kind: this.data.kind, answers } }
  },
  async submit() {
    subscribe.offer(['progress'])
    this.setData({ busy: true })
    try {
      await this.identify()
      const { path, body } = this.door()
      const made = await api.post(path, body)
      this.endDraft()
      replace('/pages/approvals/outcome/outcome?id=' + made.id)
    } catch (fault) {
      if (fault.offline) ask({ title: '还没有提交', content: '写好的都在这台手机上，连上网再点一次“提交”就好。', showCancel: false })
      else api.say(fault)
    }
    this.setData({ busy: false })
  },
})
