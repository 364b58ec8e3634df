// One of my tips: what became of it, the conversation, rating, doing it again. `?fresh=1` right after it was sent.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const subscribe = require('../../../core/subscribe.js')
const steps = require('../../../core/steps.js')
const pulled = require('../../../core/pulled.js')

Page({
  behaviors: [pulled],
  number: null,
  data: { loading: true, fault: null, tip: null, busy: false, fresh: false, steps: [], asks: false },
  onLoad({ number, fresh }) {
    this.number = number
    this.setData({ fresh: Boolean(fresh) })
    if (fresh) subscribe.isOffered(['progress']).then((asks) => this.setData({ asks }))
  },
  /** Whoever has sent for the first time could not be asked while sending: nobody knew then which messages there are. */
  wantsMessages() {
    subscribe.offer(['progress']).then(() => this.setData({ asks: false }))
  },
  onShow() { this.load() },
  async load() {
    try {
      const tip = await api.get('/tips/' + encodeURIComponent(this.number))
      this.setData({ tip, steps: steps.ofTip(tip.state, say.moment(tip.due_at)), loading: false, fault: null })
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  async act(event) {
    const { action, body } = event.detail
    this.setData({ busy: true })
    try {
      this.setData({ tip: await api.post('/tips/' + encodeURIComponent(this.number) + '/' + action, body), busy: false })
      wx.showToast({ title: '已提交', icon: 'none' })
    } catch (fault) {
      this.setData({ busy: false })
      api.say(fault)
    }
  },
})
