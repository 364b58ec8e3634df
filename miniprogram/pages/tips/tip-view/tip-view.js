// A tip as its sender sees it. Properties: tip, open (photos without saying who), busy.
// Event: act { action: messages | rating | reopen | withdraw, body }.
const faults = require('../../../core/faults.js')
const say = require('../../../core/say.js')
const { picture } = require('../place.js')
const { ask } = require('../../../core/ask.js')

const KINDS = { closed: 'good', handled: 'good', verified: 'good', rejected: 'bad', withdrawn: 'plain', merged: 'plain', archived: 'plain' }
const WHYS = [
  { value: 'not_fixed', text: '没有解决' }, { value: 'came_back', text: '又出现了' },
  { value: 'slow', text: '太慢了' }, { value: 'attitude', text: '态度不好' }, { value: 'other', text: '其他' },
]

const dressed = (photo) => Object.assign({}, photo, { src: picture(photo.small), full: picture(photo.address) })

function spoken(message) {
  return {
    id: message.id, text: message.text, when: say.moment(message.at), mine: message.from_reporter,
    who: message.from_reporter ? '您' : message.is_question ? '办理单位问' : '办理单位', photos: message.photos.map(dressed),
  }
}

function shown(tip) {
  return {
    kind: KINDS[tip.state] || 'warn', due: say.moment(tip.due_at), before: tip.before.map(dressed), after: tip.after.map(dressed),
    steps: tip.timeline.map((one) => ({ at: one.at, title: one.title, text: one.words, by: one.unit ? one.unit.name : '' })),
    talk: tip.messages.map(spoken), may: tip.actions.reduce((all, one) => Object.assign(all, { [one]: true }), {}),
  }
}

Component({
  properties: { tip: { type: Object, value: null }, open: Boolean, busy: Boolean },
  data: { view: null, text: '', photos: [], sending: false, stars: 0, why: '', words: '', reason: '', asking: false, whys: WHYS, round: 0 },
  observers: {
    tip(tip) {
      if (tip) this.setData({ view: shown(tip), text: '', photos: [], stars: 0, why: '', words: '', reason: '', asking: false, round: this.data.round + 1 })
    },
  },
  methods: {
    act(action, body) { this.triggerEvent('act', { action, body }) },
    type(event) { this.setData({ text: event.detail.value }) },
    attach(event) { this.setData({ photos: event.detail.ids, sending: event.detail.sending }) },
    send() {
      if (faults.missing({ text: !this.data.text && '请先写几个字' })) return undefined
      return this.act('messages', { text: this.data.text, photos: this.data.photos })
    },
    shine(event) { this.setData({ stars: event.detail.value }) },
    blame(event) { this.setData({ why: event.detail.value }) },
    speak(event) { this.setData({ words: event.detail.value }) },
    rate() {
      const { stars, why, words } = this.data
      if (!stars) return wx.showToast({ title: '请先点星星', icon: 'none' })
      if (stars <= 2 && !why && !words) return wx.showToast({ title: '请告诉我们哪里不满意', icon: 'none' })
      return this.act('rating', Object.assign({ stars, text: words }, stars <= 2 && why ? { why } : {}))
    },
    ask() { this.setData({ asking: true }) },
    explain(event) { this.setData({ reason: event.detail.value }) },
    reopen() {
      if (faults.missing({ reason: !this.data.reason && '请写明还有什么问题' })) return undefined
      return this.act('reopen', { reason: this.data.reason })
    },
    withdraw() {
      ask({ danger: true, title: '撤回这条线索？', content: '撤回后不再办理。', success: ({ confirm }) => confirm && this.act('withdraw', {}) })
    },
    look(event) { wx.previewImage({ urls: [event.currentTarget.dataset.url], current: event.currentTarget.dataset.url }) },
  },
})
