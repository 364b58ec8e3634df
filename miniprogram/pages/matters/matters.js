// 我的事项: everything of mine with its state, newest first.
const api = require('../../core/api.js')
const lists = require('../../core/lists.js')
const say = require('../../core/say.js')
const { openPage } = require('../../core/open.js')
const { go } = require('../../core/go.js')

const KINDS = { done: 'good', ok: 'good', held: 'good', waiting: 'warn', closed: 'plain', cancelled: 'plain', refused: 'bad' }

Page({
  behaviors: [lists],
  onShow() { this.reload() },
  fetchPage(cursor) { return api.get('/me/matters', { cursor, limit: 20 }, { keep: !cursor }) },
  dressItem(matter) {
    const when = matter.takes_place_at ? '时间：' + say.moment(matter.takes_place_at) : '更新于' + say.moment(matter.at)
    return {
      key: matter.kind + matter.ref, title: matter.title, state_text: matter.state_text, when, url: matter.link,
      kind: KINDS[matter.state] || 'plain', label: [matter.title, matter.state_text, when].join('，'),
    }
  },
  open(event) { openPage(event.currentTarget.dataset.url) },
  goHome() { go('/pages/home/home') },
})
