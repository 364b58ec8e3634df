// Send a tip: photos first, then words, what it is, where. `?anonymous=1` sends it without saying who and leaves
// nothing on the phone, `?category=06010` begins with what it is. Words stay on the phone once the service has heard no
// danger in them, or once they were sent and no answer came; they are shown again only to who asks for them.
const api = require('../../../core/api.js')
const draft = require('../../../core/draft.js')
const say = require('../../../core/say.js')
const district = require('../../../core/district.js')
const { here } = require('../../../core/place.js')
const { picture, rough } = require('../place.js')
const subscribe = require('../../../core/subscribe.js')
const { go, replace } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const ABROAD = '照片、文字已存为草稿，连上网再点一次“提交”就好，不会重复上报。'
const ABROAD_UNKNOWN = '手机里不留匿名写的内容。请留在这一页，连上网再点一次“匿名提交”就好，不会重复上报。'
const PHOTOS_KEPT = 20 * 3600 * 1000 // the service forgets what belongs to nothing after 24 hours

/** A secret of this draft alone, by which sending it again gives the same receipt. */
function fresh() {
  let secret = ''
  while (secret.length < 32) secret += LETTERS[Math.floor(Math.random() * LETTERS.length)]
  return secret
}

const DRAFT = 'tip'

// What a draft holds of its photos: ids alone, as long as the service has them. Of nobody's: nothing.
const photosOf = (kept) => (kept && kept.photos && Date.now() - kept.sentAt < PHOTOS_KEPT ? kept.photos : [])
const told = (kept, sent) => (!kept ? '' : sent.length ? '上次没有发出去的内容还在。' : '上次没有发出去的文字还在，照片请重新选。')
const empty = () => ({ text: '', category: '', attributes: {}, address: '', place: null, photos: [], once: fresh(), draft: fresh() })
const near = (one) => Object.assign({}, one, { when: say.day(one.reported_at), why: one.because.join('，'), thumb: one.thumbnail ? picture(one.thumbnail) : '' })

Page({
  draft: /** @type {any} */ (null),
  heard: '', // the words in which the service heard no danger
  data: {
    anonymous: false, form: empty(), categories: [], names: [], index: /** @type {any} */ (''), fields: [], suggestions: [], warnings: [], masked: '', danger: null,
    near: [], marker: [], centre: district.middle(), sending: false, busy: false, errors: {}, urgent: '', limit: '', receipt: '', again: '', confirmed: false, offered: false, kept: '', sent: [],
  },
  async onLoad({ anonymous, category }) {
    this.draft = anonymous ? null : await draft.load(DRAFT)
    this.setData({ anonymous: Boolean(anonymous), form: empty(), offered: Boolean(this.draft) })
    if (anonymous) wx.setNavigationBarTitle({ title: '匿名上报' })
    else if (api.isKnown()) subscribe.prepare()
    await this.categories()
    if (category) this.choose(category)
    this.beginMap()
  },
  /** The person goes on with what was not sent. */
  takeUp() {
    const sent = photosOf(this.draft)
    this.heard = this.draft.text
    this.setData({ form: Object.assign(empty(), this.draft, { photos: sent }), kept: told(this.draft, sent), sent, offered: false })
    this.choose(this.data.form.category)
    if (this.data.form.place) this.mark(this.data.form.place)
  },
  throwAway() {
    draft.clear(DRAFT)
    this.setData({ offered: false })
  },
  /** Begin the map in the middle of the district: where the phone is, is asked for by a finger alone. */
  async beginMap() {
    await district.ask()
    this.setData({ centre: district.middle() })
  },
  async categories() {
    try {
      const { items } = await api.get('/tips/categories', null, { open: true })
      this.setData({ categories: items, names: items.map((one) => one.name) })
      this.choose(this.data.form.category)
    } catch (fault) { api.say(fault) }
  },
  keep(change) {
    const form = Object.assign({}, this.data.form, change)
    this.setData({ form, errors: {} })
    if (form.text === this.heard && (form.text || form.photos.length)) this.store()
  },
  store() {
    if (this.data.anonymous) return
    draft.save(DRAFT, this.data.form)
    if (this.data.offered) this.setData({ offered: false })
  },
  photos(event) {
    this.setData({ sending: event.detail.sending })
    this.keep({ photos: event.detail.ids, sentAt: Date.now() })
  },
  type(event) {
    if (!event.detail.value) draft.clear(DRAFT)
    this.keep({ text: event.detail.value })
  },
  async advise() {
    const { text } = this.data.form
    if (!text) return
    try {
      const { danger, suggestions, warnings, masked } = await api.compute('/tips/advice', { text })
      this.hear(danger, text)
      this.setData({ danger, suggestions: suggestions.map(({ category, because }) => ({ value: category.code, text: category.name, note: because.length ? '因为写到：' + because.join('、') : '' })), warnings, masked })
      this.look()
    } catch (fault) { this.setData({ suggestions: [] }) }
  },
  /** Somebody may look over a shoulder: of what tells of danger nothing stays on the phone. */
  hear(danger, text) {
    if (danger) return draft.clear(DRAFT)
    this.heard = text
    return text === this.data.form.text ? this.store() : undefined
  },
  mask() { this.keep({ text: this.data.masked }); this.setData({ warnings: [] }) },
  pickSuggested(event) { this.choose(event.detail.value) },
  pick(event) { this.choose(this.data.categories[Number(event.detail.value)].code) },
  choose(code) {
    const index = this.data.categories.findIndex((one) => one.code === code)
    const found = this.data.categories[index]
    this.keep({ category: found ? code : '' })
    this.setData({
      index: index < 0 ? '' : index, urgent: (found && found.urgent_call) || '', limit: found ? found.limit : '',
      fields: found ? found.fields.map((one) => Object.assign({}, one, { options: one.choices.map((text) => ({ value: text, text })) })) : [],
    })
    if (found) this.look()
  },
  answer(event) {
    const { key, kind } = event.currentTarget.dataset
    const value = kind === 'number' ? Number(event.detail.value) : event.detail.value
    this.keep({ attributes: Object.assign({}, this.data.form.attributes, { [key]: value }) })
  },
  async locate() {
    const place = await here()
    if (place) this.mark(place)
    else wx.showToast({ title: '没有取到定位，请在图上点一下', icon: 'none' })
  },
  point(event) { this.mark({ lng: event.detail.longitude, lat: event.detail.latitude, datum: 'gcj02' }) },
  mark(place) {
    this.keep({ place })
    this.setData({ centre: place, marker: [{ id: 1, latitude: place.lat, longitude: place.lng, title: '这里' }] })
    this.look()
  },
  where(event) { this.keep({ address: event.detail.value }) },
  async look() {
    const { place, category, text } = this.data.form
    if (!place || !(category || text)) return
    try {
      // In the body, and only roughly: no address on the way may tell where somebody stands or what they write.
      const asked = { place: rough(place), text: text.slice(0, 200) }
      if (category) asked.category = category
      const { items } = await api.compute('/tips/nearby', asked)
      this.setData({ near: items.map(near) })
    } catch (fault) { this.setData({ near: [] }) }
  },
  async follow(event) {
    if (!this.data.anonymous) subscribe.offer(['progress'])
    try {
      await api.post('/tips/' + event.currentTarget.dataset.number + '/follow')
      ask({ title: '已关注', content: '办结时会告诉您，不用再报一次。', showCancel: false })
    } catch (fault) { api.say(fault) }
  },
  body() {
    const { text, category, attributes, address, place, photos, once } = this.data.form
    const body = { text, address, place, photos, attributes: category ? attributes : {} }
    if (category) body.category = category
    if (this.data.anonymous) body.once = once
    return body
  },
  async submit() {
    const { form, sending, anonymous } = this.data
    if (sending) return wx.showToast({ title: '照片还在上传，请稍等', icon: 'none' })
    if (!form.text) return this.setData({ errors: { text: '请写一写是什么问题' } })
    if (!form.place) return this.refuse('place', '请在图上点一下问题的位置，或者用您现在的位置')
    if (!anonymous) subscribe.offer(['progress'])
    this.setData({ busy: true })
    try {
      if (anonymous) this.showReceipt(await api.tell('/tips/anonymous', this.body()))
      else this.done(await api.post('/tips', this.body(), { draft: form.draft }))
    } catch (fault) { this.failed(fault) }
    return this.setData({ busy: false })
  },
  refuse(name, sentence) {
    this.setData({ errors: { [name]: sentence } })
    wx.pageScrollTo({ selector: '#' + name, duration: 0 })
  },
  done(sent) {
    draft.clear(DRAFT)
    replace('/pages/tips/tip/tip?number=' + sent.number + '&fresh=1')
  },
  /** Shown once: neither the words nor what would give the receipt again are left, on the page or on the phone. */
  showReceipt({ receipt, danger }) { this.setData({ receipt, danger, form: empty() }) },
  failed(fault) {
    const lost = fault.offline || fault.code === 'client.login'
    if (lost && !this.data.danger) this.store()
    if (lost) ask({ title: '还没有发出去', content: this.data.anonymous ? ABROAD_UNKNOWN : ABROAD, showCancel: false })
    else api.say(fault)
    if (fault.code === 'client.arrived') this.setData({ 'form.draft': fresh() })
    const errors = {}
    Object.keys(fault.fields || {}).forEach((path) => { errors[path.replace('attributes.', '')] = fault.fields[path][0] })
    this.setData({ errors })
  },
  retype(event) { this.setData({ again: event.detail.value, 'errors.again': '' }) },
  confirm() {
    const digits = this.data.receipt.replace(/\D/g, '')
    if (this.data.again !== digits.slice(-4)) return this.setData({ 'errors.again': '和回执的最后四位不一样，请核对' })
    return this.setData({ receipt: '', again: '', confirmed: true })
  },
  hide() { replace('/pages/tips/send/send?anonymous=1') },
  safety() { go('/pages/tips/safety/safety') },
  receiptPage() { go('/pages/tips/receipt/receipt') },
  mine() { go('/pages/tips/mine/mine') },
})
