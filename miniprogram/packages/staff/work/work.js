// What waits for a community or department: matters, orders, supervisions.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')

const TABS = [{ id: 'events', text: '事项' }, { id: 'orders', text: '发令' }, { id: 'late', text: '督办' }]
const ASKS = {
  events: () => api.get('/events/work').then(({ items }) => items.map((one) => ({
    id: one.id, url: '/packages/grid/event/event?id=' + one.id, title: one.category ? one.category.name : '等待分类', state: one.state_text, text: one.text,
    overdue: one.overdue, note: one.due_at ? say.moment(one.due_at) + '前' : '',
  }))),
  orders: () => api.get('/orders', { limit: 50 }).then(({ items }) => items.map((one) => ({
    id: one.id, url: '/packages/staff/order/order?id=' + one.id, title: one.item, state: one.parts[0].state_text, text: one.place,
    overdue: one.parts.some((part) => part.supervision > 0), note: one.issued_at ? say.moment(one.issued_at) + '发出' : '待会签',
  }))),
  late: () => api.get('/supervisions', { open: true, limit: 50 }).then(({ items }) => items.map((one) => ({
    id: one.id, url: one.event_id ? '/packages/grid/event/event?id=' + one.event_id : '', title: one.rung, state: one.level + '级', text: (one.unit ? one.unit.name + '：' : '') + one.clock,
    overdue: true, note: one.reply_due_at ? say.moment(one.reply_due_at) + '前回复' : '', reply: true,
  }))),
}

Page({
  data: { loading: true, fault: null, tabs: TABS, chosen: 'events', items: [], asked: '', words: '', busy: false },
  onShow() { this.load() },
  async onPullDownRefresh() { await this.load(); wx.stopPullDownRefresh() },
  turn(event) { this.setData({ chosen: event.detail.id, items: [], loading: true }); this.load() },
  async load() {
    const asked = this.data.chosen
    try {
      const items = await ASKS[asked]()
      if (asked === this.data.chosen) this.setData({ items, loading: false, fault: null })
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence } }) }
  },
  open(event) { if (event.currentTarget.dataset.url) wx.navigateTo({ url: event.currentTarget.dataset.url }) },
  reply(event) {
    const { id } = event.currentTarget.dataset
    wx.showModal({
      title: '书面回复', editable: true, placeholderText: '原因和措施',
      success: async ({ confirm, content }) => {
        if (!confirm || !content) return
        try { await api.post('/supervisions/' + id + '/reply', { reply: content }); this.load() } catch (fault) { api.say(fault) }
      },
    })
  },
})
