// Demanding a meeting: with as many as the law names it has to be called.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const subscribe = require('../../../core/subscribe.js')
const words = require('../words.js')

const KINDS = ['owners', 'residents', 'delegates'].map((value) => ({ value, text: words.MEETING_KINDS[value] }))

Page({
  space: null,
  data: { loading: true, fault: null, items: [], kinds: KINDS, kind: 'owners', reason: '', asking: false, busy: false },
  onLoad({ space }) {
    this.space = space
    if (api.isKnown()) subscribe.prepare()
    this.load()
  },
  async load() {
    try {
      const { items } = await api.get('/commons/demands', { space: this.space }, { open: true })
      const mine = await Promise.all(items.map((one) => (api.isKnown() && one.state !== 'called' ? api.get('/commons/demands/' + one.id + '/mine') : { on_roll: one.state !== 'called', signed: false })))
      this.setData({ loading: false, fault: null, items: items.map((one, at) => Object.assign({ kindText: words.MEETING_KINDS[one.kind], basisText: words.BASES[one.basis], maySign: mine[at].on_roll && !mine[at].signed, signed: mine[at].signed, mayLeave: mine[at].signed && one.state === 'gathering' }, one)) })
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  openForm() { this.setData({ asking: true }) },
  chooseKind(event) { this.setData({ kind: event.detail.value }) },
  type(event) { this.setData({ reason: event.detail.value.trim() }) },
  ask() {
    const { kind, reason } = this.data
    if (faults.missing({ reason: !reason && '请写明为什么要开会' })) return undefined
    subscribe.offer(['progress'])
    return this.act(async () => {
      const made = await api.post('/commons/demands', { space_id: this.space, kind, reason })
      this.setData({ asking: false, reason: '' })
      wx.showToast({ title: made.state === 'held' ? '已收到，先请人看过再公开' : '已提出', icon: 'none' })
    })
  },
  sign(event) {
    subscribe.offer(['progress'])
    return this.act(() => api.post('/commons/demands/' + event.currentTarget.dataset.id + '/sign'))
  },
  leave(event) { return this.act(() => api.post('/commons/demands/' + event.currentTarget.dataset.id + '/take-back')) },
  async act(deed) {
    this.setData({ busy: true })
    try {
      await deed()
      await this.load()
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
})
