// What a venue says of itself, and its booking rules. What residents will read is shown after saving.
const api = require('../../../core/api.js')
const printed = require('../../../core/printed.js')
const venues = require('../venues.js')

const TABS = [{ id: 'about', text: '资料' }, { id: 'rules', text: '预约规则' }]
const APPROVAL = [{ value: 'none', text: '不用审核' }, { value: 'first', text: '第一次来要审核' }, { value: 'always', text: '每次都要审核' }]
const NUMBERS = ['days_ahead', 'notice_minutes', 'cancel_minutes', 'per_day', 'per_week', 'kind_per_week', 'max_people', 'offer_minutes', 'early_minutes', 'late_minutes', 'hold_minutes', 'min_age', 'max_age']
const YES_NO = [{ value: 'for_family', text: '可以为家人预约' }, { value: 'for_groups', text: '可以为团体预约' }]

Page({
  behaviors: [venues],
  data: { tabs: TABS, tab: 'about', about: /** @type {any} */ ({}), capacity: '', rules: {}, also: [], approvals: APPROVAL, kinds: YES_NO, said: [], refusal: '', sending: false, busy: false },
  onLoad({ tab }) { if (tab) this.setData({ tab }) },
  onShow() { if (!this.data.venues.length) this.loadVenues() },
  async loadVenue() {
    const venue = this.current()
    if (!venue) return
    this.show(await api.get('/venues/' + venue.id, null, { open: true }))
  },
  show(one) {
    const rules = Object.assign({}, one.booking_rules)
    NUMBERS.forEach((name) => { rules[name] = rules[name] === null ? '' : String(rules[name]) })
    this.setData({
      rules, also: YES_NO.map(({ value }) => value).filter((name) => rules[name]), capacity: String(one.places), exclusive: one.use === 'exclusive', said: one.rules, refusal: '',
      about: { address: one.address, contact: one.contact, notes: one.notes, equipment: one.equipment.join('、'), photo_id: one.photo_id },
    })
  },
  code() { return printed.show('venue', this.current().id) },
  turn(event) { this.setData({ tab: event.detail.id, refusal: '' }) },
  tell(event) { this.setData({ ['about.' + event.currentTarget.dataset.name]: event.detail.value }) },
  rule(event) { this.setData({ ['rules.' + event.currentTarget.dataset.name]: event.detail.value }) },
  chooseAlso(event) { this.setData({ also: event.detail.value }) },
  count(event) { this.setData({ capacity: event.detail.value }) },
  picture(event) {
    const [photo] = event.detail.ids
    this.setData({ sending: event.detail.sending })
    if (photo) this.setData({ 'about.photo_id': photo })
  },
  saveAbout() {
    const { about } = this.data
    const equipment = about.equipment.split(/[、,，\s]+/).filter(Boolean)
    return this.save('', Object.assign({}, about, { equipment }), '资料已更新')
  },
  saveRules() {
    const { rules, also, capacity } = this.data
    const sent = Object.assign({}, rules)
    NUMBERS.forEach((name) => { sent[name] = rules[name] === '' ? null : Number(rules[name]) })
    YES_NO.forEach(({ value }) => { sent[value] = also.indexOf(value) >= 0 })
    return this.save('/rules', { rules: sent, capacity: Number(capacity) }, '规则已更新')
  },
  async save(path, body, done) {
    this.setData({ busy: true, refusal: '' })
    try {
      this.show(await api.put('/venues/' + this.current().id + path, body))
      wx.showToast({ title: done, icon: 'none' })
    } catch (fault) {
      this.setData({ refusal: fault.sentence })
    }
    this.setData({ busy: false })
  },
})
