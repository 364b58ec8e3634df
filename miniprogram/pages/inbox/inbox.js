// The inbox: what the service had to tell me.
const api = require('../../core/api.js')
const lists = require('../../core/lists.js')
const say = require('../../core/say.js')

Page({
  behaviors: [lists],
  onShow() { this.reload() },
  fetchPage(cursor) { return api.get('/me/notices', { cursor, limit: 20 }) },
  dressItem(notice) {
    const when = say.moment(notice.created_at || notice.at)
    const unread = !notice.read_at
    const title = notice.title || '通知'
    return { id: notice.id, title, text: notice.text, when, unread, link: notice.link || '', label: [unread ? '未读' : '', title, notice.text].filter(Boolean).join('，') }
  },
  async open(event) {
    const { index } = event.currentTarget.dataset
    const notice = this.data.items[index]
    if (notice.unread) {
      this.setData({ ['items[' + index + '].unread']: false })
      api.post('/me/notices/' + notice.id + '/read').catch(() => {})
    }
    if (notice.link) wx.navigateTo({ url: notice.link, fail: () => {} })
  },
})
