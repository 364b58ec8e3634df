// Raise a topic: what it is, whom it affects, what is wished, who must come.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const keys = require('../../../core/keys.js')
const subscribe = require('../../../core/subscribe.js')
const words = require('../words.js')
const { replace } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')

const kinds = Object.keys(words.TOPIC_KINDS).map((value) => ({ value, text: words.TOPIC_KINDS[value] }))

Page({
  space: null,
  draft: keys.fresh(),
  data: { kinds, form: { kind: 'fix', title: '', text: '', affected: '', wish: '', must_come: '' }, danger: null, busy: false, made: /** @type {any} */ (null) },
  onLoad({ space }) {
    this.space = space
    this.draft = keys.fresh()
    if (api.isKnown()) subscribe.prepare()
  },
  fill(event) { this.setData({ ['form.' + event.currentTarget.dataset.name]: event.detail.value }) },
  async send() {
    const { form, made } = this.data
    if (made) return undefined
    if (faults.missing({ title: !form.title.trim() && '请写明题目', text: !form.text.trim() && '请写明什么事' })) return undefined
    subscribe.offer(['progress'])
    this.setData({ busy: true })
    try {
      const made = await api.post('/commons/spaces/' + this.space + '/topics', form, { draft: this.draft })
      if (made.danger) return this.setData({ danger: made.danger, busy: false, made })
      if (made.state === 'held') return this.waits()
      return replace('/pages/commons/topic/topic?id=' + made.id)
    } catch (fault) {
      if (fault.code === 'client.arrived') this.draft = keys.fresh()
      api.say(fault)
      return this.setData({ busy: false })
    }
  },
  /** Raised already, with danger in it: the form is gone, so that it is not raised twice. */
  openMade() { replace('/pages/commons/topic/topic?id=' + this.data.made.id) },
  waits() {
    ask({ title: '已收到', content: '里面提到了具体的人或不在这里议的事，先请人看过，再让大家看到。', showCancel: false, success: () => wx.navigateBack() })
  },
})
