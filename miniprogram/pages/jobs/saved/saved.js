// The searches I asked to be told about: look at the new posts, or stop.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const { go, replace } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')

Page({
  behaviors: [lists],
  data: { busy: false },
  onShow() { this.reload() },
  fetchPage() { return api.get('/me/job-searches') },
  dressItem(one) {
    const told = one.told_at ? '上次提醒 ' + say.moment(one.told_at) : '还没有新岗位'
    return { id: one.id, name: one.name, told, label: '看岗位：' + one.name + '，' + told }
  },
  open(event) { go('/pages/jobs/list/list?saved=' + event.currentTarget.dataset.id) },
  drop(event) {
    const { id, name } = event.currentTarget.dataset
    ask({
      danger: true, title: '不再提醒？', content: '“' + name + '”有新岗位时，不再告诉您。', confirmText: '不再提醒', cancelText: '留着',
      success: ({ confirm }) => { if (confirm) this.forget(id) },
    })
  },
  async forget(id) {
    this.setData({ busy: true })
    try {
      await api.remove('/me/job-searches/' + id)
      this.setData({ items: this.data.items.filter((one) => one.id !== id) })
      wx.showToast({ title: '已取消' })
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  find() { replace('/pages/jobs/list/list') },
})
