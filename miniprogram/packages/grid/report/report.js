// Report, and settle on the spot, in under a minute: a photo before, one tap for what it is, a photo after.
const api = require('../../../core/api.js')
const keys = require('../../../core/keys.js')
const resumed = require('../../../core/resumed.js')
const { here } = require('../../../core/place.js')
const { replace } = require('../../../core/go.js')

const NAME = 'grid-report'
const QUICK = ['06010', '06042', '06012', '06036', '07001', '09010', '09011', '09012', '10080']
const HOW = [{ value: 'yes', text: '已当场处置' }, { value: 'no', text: '只上报，需要别人处置' }]
const WHY = [{ value: 'by_talk', text: '劝导解决，没有照片' }, { value: 'private_place', text: '不便拍照的地方' }, { value: 'unsafe', text: '拍照不安全' }]

Page({
  behaviors: [resumed],
  draft: keys.fresh(),
  data: { quick: [], names: [], all: [], category: '', index: /** @type {any} */ (''), text: '', how: 'yes', hows: HOW, before: [], after: [], noPhoto: '', without: false, whys: WHY, sending: false, place: null, busy: false, error: '' },
  async onLoad() {
    this.draft = keys.fresh()
    this.offerDraft(NAME)
    try {
      const { items } = await api.get('/tips/categories', null, { open: true })
      const quick = QUICK.map((code) => items.find((one) => one.code === code)).filter(Boolean).map((one) => ({ value: one.code, text: one.name }))
      this.setData({ all: items, names: items.map((one) => one.name), quick })
    } catch (fault) { api.say(fault) }
  },
  async locate() { this.stand(await here()) },
  stand(found) { this.setData(found ? { place: found, error: '' } : { error: '请打开定位，确认您在现场' }) },
  keep(change) {
    this.setData(Object.assign({ error: '' }, change))
    this.saveDraft({ category: this.data.category, text: this.data.text })
  },
  resume({ category, text }) { this.setData({ category, text, index: this.data.all.findIndex((one) => one.code === category) }) },
  choose(event) { this.keep({ category: event.detail.value, index: this.data.all.findIndex((one) => one.code === event.detail.value) }) },
  pick(event) { this.keep({ index: event.detail.value, category: this.data.all[Number(event.detail.value)].code }) },
  type(event) { this.keep({ text: event.detail.value }) },
  turn(event) { this.setData({ how: event.detail.value }) },
  skip() { this.setData({ without: true }) },
  why(event) { this.setData({ noPhoto: event.detail.value, error: '' }) },
  before(event) { this.setData({ before: event.detail.ids, sending: event.detail.sending }) },
  after(event) { this.setData({ after: event.detail.ids, sending: event.detail.sending, error: '' }) },
  fault() {
    const { category, place, how, after, noPhoto } = this.data
    if (!category) return '请选一下是什么问题'
    if (!place) return '请打开定位，确认您在现场'
    if (how === 'yes' && !after.length && !noPhoto) return '请拍一张处置后的照片，或选择没有照片的原因'
    return ''
  },
  async submit() {
    if (!this.data.place) this.stand(await here())
    const error = this.fault()
    if (error) return this.setData({ error })
    if (this.data.sending) return this.setData({ error: '照片还在上传，请稍等' })
    const { category, text, place, before, after, how, noPhoto, all } = this.data
    const name = (all.find((one) => one.code === category) || {}).name || ''
    const body = { category, text: text || '巡查发现：' + name, place, position: place, before, handled_on_site: how === 'yes' }
    if (how === 'yes') Object.assign(body, { after }, noPhoto ? { no_photo: noPhoto } : {})
    this.setData({ busy: true })
    try {
      const event = await api.post('/events', body, { draft: this.draft })
      this.endDraft()
      replace('/packages/grid/event/event?id=' + event.id)
    } catch (fault) {
      if (fault.code === 'client.arrived') this.draft = keys.fresh()
      this.setData({ busy: false, error: fault.offline ? '没有网络，文字已存好，连上网再点一次就好' : fault.sentence })
    }
    return undefined
  },
})
