// A device raised an alarm: the grid worker looks and says in one tap whether it is true.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')

const LEVELS = { 1: 'Ⅰ级', 2: 'Ⅱ级', 3: 'Ⅲ级', 4: 'Ⅳ级' }

Page({
  id: '',
  data: { loading: true, fault: null, alarm: null, level: '', raised: '', due: '', cleared: '', open: false, busy: false },
  onLoad({ id }) { this.id = id },
  onShow() { this.load() },
  async onPullDownRefresh() { await this.load(); wx.stopPullDownRefresh() },
  async load() {
    try { this.show(await api.get('/alarms/' + this.id)) } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  show(alarm) {
    this.setData({
      alarm, loading: false, fault: null, busy: false, level: LEVELS[alarm.level], raised: say.moment(alarm.raised_at),
      due: alarm.confirm_due_at ? say.moment(alarm.confirm_due_at) : '', cleared: alarm.cleared_at ? say.moment(alarm.cleared_at) : '',
      open: alarm.state === 'asked' || alarm.state === 'matter',
    })
  },
  async judge(event) {
    const { move, words } = event.currentTarget.dataset
    this.setData({ busy: true })
    try {
      this.show(await api.post('/alarms/' + this.id + '/' + move, { words }))
      wx.showToast({ title: '已记下', icon: 'none' })
    } catch (fault) {
      this.setData({ busy: false })
      api.say(fault)
      if (fault.status === 409) this.load()
    }
  },
  call() { wx.makePhoneCall({ phoneNumber: this.data.alarm.call, fail: () => {} }) },
  matter() { go('/packages/grid/event/event?id=' + this.data.alarm.event_id) },
})
