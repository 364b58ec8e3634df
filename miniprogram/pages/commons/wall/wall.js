// The wall: confirmed minutes, each with the day until which it hangs.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const words = require('../words.js')

Page({
  space: null,
  behaviors: [lists],
  onLoad({ space }) { this.space = space; this.reload() },
  fetchPage(cursor) { return api.get('/commons/wall', { space: this.space, cursor }, { open: true }) },
  dressItem(one) {
    const hangs = new Date(one.published_until).getTime() > api.now()
    return Object.assign({}, one, { note: words.MEETING_KINDS[one.kind] + '，' + say.day(one.starts_at) + '。' + say.day(one.published_at) + '公示，' + (hangs ? '到' : '已满') + say.day(one.published_until) })
  },
})
