// The activities of my territories, drafts among them.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')

Page({
  behaviors: [lists],
  onShow() { this.reload() },
  fetchPage(cursor) { return api.get('/activities/keeper', { cursor, limit: 20 }) },
  dressItem(one) {
    const taken = one.places - one.left
    const told = one.state === 'draft' ? '还没有发布' : '名额' + one.places + '，已报' + taken + (one.waiting ? '，候补' + one.waiting : '')
    return { id: one.id, title: one.title, note: (one.starts_at ? say.moment(one.starts_at) + ' · ' : '') + told, state: one.state_text, url: '/packages/keeper/activity/activity?id=' + one.id }
  },
  plan() { go('/packages/keeper/plan/plan') },
})
