// One of my tips: what became of it, the conversation, rating, doing it again.
const api = require('../../../core/api.js')

Page({
  data: { loading: true, fault: null, tip: null, busy: false },
  onLoad({ number }) { this.number = number },
  onShow() { this.load() },
  async load() {
    try {
      this.setData({ tip: await api.get('/tips/' + encodeURIComponent(this.number)), loading: false, fault: null })
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
