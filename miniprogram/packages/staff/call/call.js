// Issue an order about a matter (社区发令): which departments, who leads, where, by when, how grave.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const district = require('../../../core/district.js')
const resumed = require('../../../core/resumed.js')
const { replace } = require('../../../core/go.js')

const RANKS = [
  { value: 'regular', text: '常规', note: '3个工作日内到现场' }, { value: 'urgent', text: '紧急', note: '2小时内到现场' },
  { value: 'key', text: '重点', note: '要先由街道会签' }, { value: 'hard', text: '疑难', note: '要先由街道会签' },
]

const DAY = 24 * 3600 * 1000
const AHEAD = 8 * 3600 * 1000 // the district's clock is eight hours ahead of UTC

/** What can be chosen as the latest moment to report in; what has passed today is left out. */
function moments(now) {
  const day = (ahead) => new Date(now + AHEAD + ahead * DAY).toISOString().slice(0, 10)
  /** @type {[number, string, string][]} */
  const near = [[0, '今天', '18:00'], [1, '明天', '12:00'], [1, '明天', '18:00'], [2, '后天', '18:00']]
  const all = near.map(([ahead, name, hour]) => ({ value: day(ahead) + 'T' + hour + ':00+08:00', text: name + hour + '前' }))
  return [{ value: '', text: '按这一级的时限' }].concat(all.filter((one) => Date.parse(one.value) > now))
}

const STREET = /^\d{9}/ // a unit of one street; those of other streets are not asked

Page({
  behaviors: [resumed],
  event: null, name: null,
  data: { loading: true, fault: null, matter: null, units: [], chosen: [], leads: [], lead: '', item: '', place: '', ranks: RANKS, rank: 'regular', example: '', moments: [], by: '', busy: false },
  onLoad({ event }) {
    this.event = event
    this.name = 'call-' + event
    this.setData({ moments: moments(api.now()) })
    this.load()
    district.ask().then(({ words }) => this.setData({ example: words.place_example || '' }))
  },
  async load() {
    try {
      const [matter, { items }] = await Promise.all([api.get('/events/' + this.event), api.get('/events/departments')])
      const begun = { item: matter.category ? matter.category.name + '联合处置' : '', place: matter.address || '' }
      const near = items.filter((one) => !STREET.test(one.code) || one.code.startsWith(matter.street))
      this.setData(Object.assign({ loading: false, fault: null, matter, units: near.map((one) => ({ value: one.code, text: one.name })) }, begun))
      this.offerDraft(this.name)
      this.leads()
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  resume(kept) {
    this.setData(kept)
    this.leads()
  },
  keep(change) {
    this.setData(change)
    const { item, place, rank, chosen, lead, by } = this.data
    this.saveDraft({ item, place, rank, chosen, lead, by })
  },
  leads() {
    const { units, chosen, lead } = this.data
    this.setData({ leads: units.filter((one) => chosen.indexOf(one.value) >= 0), lead: chosen.indexOf(lead) >= 0 ? lead : chosen[0] || '' })
  },
  choose(event) { this.keep({ chosen: event.detail.value }); this.leads() },
  appoint(event) { this.keep({ lead: event.detail.value }) },
  grade(event) { this.keep({ rank: event.detail.value }) },
  limit(event) { this.keep({ by: event.detail.value }) },
  typed(event) { this.keep({ [event.currentTarget.dataset.name]: event.detail.value }) },
  async issue() {
    const { chosen, lead, place, item, rank, by } = this.data
    if (faults.missing({ units: !chosen.length && '请选要来的单位', place: !place.trim() && '请写明在哪里报到' })) return undefined
    this.setData({ busy: true })
    try {
      const order = await api.post('/events/' + this.event + '/orders', Object.assign({ departments: chosen, lead, place, item, rank }, by ? { by } : {}))
      this.endDraft()
      replace('/packages/staff/order/order?id=' + order.id)
    } catch (fault) { this.setData({ busy: false }); api.say(fault) }
    return undefined
  },
})
