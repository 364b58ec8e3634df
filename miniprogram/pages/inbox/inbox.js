// The inbox: what the service had to tell me.
const api = require('../../core/api.js')
const badge = require('../../core/badge.js')
const lists = require('../../core/lists.js')
const say = require('../../core/say.js')
const { openPage } = require('../../core/open.js')

Page({
  behaviors: [lists],
  data: { unread: 0 },
  onShow() { this.reload() },
  async fetchPage(cursor) {
    const page = await api.get('/me/notices', { cursor, limit: 20 }, { keep: !cursor })
    this.count(page.unread)
    return page
  },
  count(unread) {
    this.setData({ unread })
    badge.show(unread)
  },
  dressItem(notice) {
    const unread = !notice.read_at
    return Object.assign({}, notice, {
      when: say.moment(notice.at), unread, isLong: notice.text !== notice.title,
      label: [unread ? '未读' : '', notice.title, notice.text].filter(Boolean).join('，'),
    })
  },
  open(event) {
    const { index } = event.currentTarget.dataset
    const notice = this.data.items[index]
    if (notice.unread) this.markRead(index, notice)
    openPage(notice.link)
  },
  async markRead(index, notice) {
    this.setData({ ['items[' + index + '].unread']: false })
    this.count(Math.max(0, this.data.unread - 1))
    try { await api.post('/me/notices/' + notice.id + '/read', {}, { aside: true }) } catch (_) { /* the next visit shows it unread again */ }
  },
  async readAll() {
    try {
      await api.post('/me/notices/read-all')
      this.reload()
    } catch (fault) {
      api.say(fault)
    }
  },
})
