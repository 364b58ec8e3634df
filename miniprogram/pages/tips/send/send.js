// Send a tip: photos first, then words, what it is, where. `?anonymous=1` sends it without saying who,
// `?category=06010` begins with what it is.
const api = require('../../../core/api.js')
const draft = require('../../../core/draft.js')
const say = require('../../../core/say.js')
const district = require('../../../core/district.js')
const { here } = require('../../../core/place.js')
const { picture, rough } = require('../place.js')
const subscribe = require('../../../core/subscribe.js')
const { go, replace } = require('../../../core/go.js')

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const ABROAD = '照片、文字已存为草稿，连上网再点一次“提交”就好，不会重复上报。'
const ABROAD_UNKNOWN = '文字已存为草稿。请留在这一页，连上网再点一次“匿名提交”就好，不会重复上报。'
const PHOTOS_KEPT = 20 * 3600 * 1000 // the service forgets what belongs to nothing after 24 hours

/** A secret of this draft alone, by which sending it again gives the same receipt. */
function fresh() {
  let secret = ''
  while (secret.length < 32) secret += LETTERS[Math.floor(Math.random() * LETTERS.length)]
  return secret
}

// What a draft holds of its photos: ids alone, as long as the service has them. Of nobody's: nothing.
const photosOf = (kept) => (kept && kept.photos && Date.now() - kept.sentAt < PHOTOS_KEPT ? kept.photos : [])
const told = (kept, sent) => (!kept ? '' : sent.length ? '上次没有发出去的内容还在。' : '上次没有发出去的文字还在，照片请重新选。')
const empty = () => ({ text: '', category: '', attributes: {}, address: '', place: null, photos: [], once: fresh() })
const near = (one) => Object.assign({}, one, { when: say.day(one.reported_at), why: one.because.join('，'), thumb: one.thumbnail ? picture(one.thumbnail) : '' })

Page({
  name: null,
  data: {
    anonymous: false, form: empty(), categories: [], names: [], index: /** @type {any} */ (''), fields: [], suggestions: [], warnings: [], masked: '', danger: null,
    near: [], marker: [], centre: district.middle(), sending: false, busy: false, errors: {}, urgent: '', limit: '', receipt: '', again: '', confirmed: false, kept: '', sent: [],
  },
  async onLoad({ anonymous, category }) {
    this.name = anonymous ? 'tip-anonymous' : 'tip'
    const kept = await draft.load(this.name)
    const sent = photosOf(kept)
    this.setData({ anonymous: Boolean(anonymous), form: Object.assign(empty(), kept || {}, { photos: sent }), kept: told(kept, sent), sent })
    if (anonymous) wx.setNavigationBarTitle({ title: '匿名上报' })
    else if (api.isKnown()) subscribe.prepare()
    await this.categories()
    if (category) this.choose(category)
    if (this.data.form.place) this.mark(this.data.form.place)
    else this.beginMap()
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
    draft.save(this.name, this.data.anonymous ? Object.assign({}, form, { photos: [] }) : form)
  },
  photos(event) {
    this.setData({ sending: event.detail.sending })
    this.keep({ photos: event.detail.ids, sentAt: Date.now() })
  },
  type(event) { this.keep({ text: event.detail.value }) },
  async advise() {
    if (!this.data.form.text) return
    try {
      const { danger, suggestions, warnings, masked } = await api.compute('/tips/advice', { text: this.data.form.text })
      this.setData({ danger, suggestions: suggestions.map(({ category, because }) => ({ value: category.code, text: category.name, note: because.length ? '因为写到：' + because.join('、') : '' })), warnings, masked })
      this.look()
    } catch (fault) { this.setData({ suggestions: [] }) }
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
      wx.showModal({ title: '已关注', content: '办结时会告诉您，不用再报一次。', showCancel: false })
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
      if (anonymous) this.showReceipt(await api.compute('/tips/anonymous', this.body(), { waits: true }))
      else this.done(await api.post('/tips', this.body()))
    } catch (fault) { this.failed(fault) }
    return this.setData({ busy: false })
  },
  refuse(name, sentence) {
    this.setData({ errors: { [name]: sentence } })
    wx.pageScrollTo({ selector: '#' + name, duration: 0 })
  },
  done(sent) {
    draft.clear(this.name)
    replace('/pages/tips/tip/tip?number=' + sent.number + '&fresh=1')
  },
  showReceipt({ receipt, danger }) { this.setData({ receipt, danger }) },
  failed(fault) {
    if (fault.offline || fault.code === 'client.login') wx.showModal({ title: '还没有发出去', content: this.data.anonymous ? ABROAD_UNKNOWN : ABROAD, showCancel: false })
    else api.say(fault)
    const errors = {}
    Object.keys(fault.fields || {}).forEach((path) => { errors[path.replace('attributes.', '')] = fault.fields[path][0] })
    this.setData({ errors })
  },
  retype(event) { this.setData({ again: event.detail.value, 'errors.again': '' }) },
  confirm() {
    const digits = this.data.receipt.replace(/\D/g, '')
    if (this.data.again !== digits.slice(-4)) return this.setData({ 'errors.again': '和回执的最后四位不一样，请核对' })
    draft.clear(this.name)
    return this.setData({ receipt: '', again: '', confirmed: true, form: empty() })
  },
  hide() { replace('/pages/tips/send/send?anonymous=1') },
  safety() { go('/pages/tips/safety/safety') },
  receiptPage() { go('/pages/tips/receipt/receipt') },
  mine() { go('/pages/tips/mine/mine') },
})
