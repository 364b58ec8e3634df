// A copy of everything about me, and leaving.
const api = require('../../../core/api.js')
const look = require('../../../core/look.js')
const say = require('../../../core/say.js')
const storage = require('../../../core/storage.js')
const { ask } = require('../../../core/ask.js')
const { restart } = require('../../../core/go.js')

const KEPT = '微信给的编号（不是微信号）、您填的称呼、手机号、住的社区和家人，您办过的事，您发的照片。算补贴时的回答不会留在我们这里。'
const SHOWN = 4000

Page({
  whole: null,
  data: { kept: KEPT, copy: '', size: 0, busy: false, sessions: [] },
  onShow() { this.load() },
  async load() {
    try {
      const { items } = await api.get('/me/sessions')
      this.setData({ sessions: items.map((one) => Object.assign(one, { words: say.moment(one.began_at) + ' 登录' })) })
    } catch (fault) {
      api.say(fault)
    }
  },
  async end(event) {
    try {
      await api.remove('/me/sessions/' + event.currentTarget.dataset.id)
      wx.showToast({ title: '已退出', icon: 'success' })
      await this.load()
    } catch (fault) {
      api.say(fault)
    }
  },
  async take() {
    this.setData({ busy: true })
    try {
      this.whole = JSON.stringify(await api.get('/me/export'), null, 2)
      this.setData({ copy: this.whole.slice(0, SHOWN), size: this.whole.length })
    } catch (fault) {
      api.say(fault)
    }
    this.setData({ busy: false })
  },
  copyIt() { wx.setClipboardData({ data: this.whole, success: () => wx.showToast({ title: '已复制', icon: 'none' }) }) },
  leave() {
    ask({
      danger: true, title: '真的要注销吗？', content: '抹掉以后不能恢复。没办完的预约和报名也会取消。', confirmText: '注销', cancelText: '再想想',
      success: ({ confirm }) => { if (confirm) this.close() },
    })
  },
  async close() {
    try {
      await api.post('/me/close')
      storage.clear()
      look.start()
      look.refresh()
      ask({ title: '已经注销', content: '谢谢您用过微家园。想回来，随时都可以。', showCancel: false, success: () => restart('/pages/home/home'), fail: () => restart('/pages/home/home') })
    } catch (fault) {
      api.say(fault)
    }
  },
})
