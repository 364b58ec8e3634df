// What waits for a keeper: requests to approve, no-shows that are contested, ratings without an answer.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')

const WHAT = [{ id: 'requests', text: '待审核' }, { id: 'series', text: '长期' }, { id: 'affected', text: '受影响' }, { id: 'no-shows', text: '爽约' }, { id: 'ratings', text: '评价' }]

Page({
  behaviors: [lists],
  data: { whats: WHAT, what: 'requests', asked: null, words: '', busy: false },
  onShow() { this.reload() },
  async fetchPage(cursor) {
    if (this.data.what === 'series') return Object.assign({ next_cursor: null }, await api.get('/venues/keeper/series'))
    if (this.data.what === 'affected') return { items: (await api.get('/venues/keeper/affected')).affected, next_cursor: null }
    const query = { cursor, limit: 20 }
    if (this.data.what === 'ratings') query.unanswered = true
    return api.get('/venues/keeper/' + this.data.what, query)
  },
  dressItem(one) {
    if (this.data.what === 'ratings') return { id: one.id, title: one.stars + '颗星', note: one.text || '没有写字', when: say.day(one.created_at), isRating: true }
    if (this.data.what === 'series') return seriesRow(one)
    const who = (one.nickname || '居民') + '，' + one.people + '人'
    const appeal = one.appeal && one.appeal.state === 'open' ? one.appeal.text : ''
    return { id: one.id, revision: one.revision, title: one.title, note: who + (one.purpose ? '，' + one.purpose : ''), when: say.moment(one.starts_at), appeal, isRequest: this.data.what === 'requests', isAffected: this.data.what === 'affected', contact: one.contact_name ? '联系人：' + one.contact_name : '', first: one.first_approved ? '第一级已通过，等另一位工作人员审核' : '' }
  },
  change(event) {
    this.setData({ what: event.detail.id, items: [] })
    this.reload()
  },
  approve(event) {
    const { id, revision } = event.currentTarget.dataset
    return this.send('/venues/bookings/' + id + '/approve', { revision })
  },
  approveSeries(event) { return this.send('/venues/series/' + event.currentTarget.dataset.id + '/decision', { approve: true }) },
  ask(event) {
    const { id, action, title } = event.currentTarget.dataset
    this.setData({ asked: { id, action, title }, words: '' })
  },
  close() { this.setData({ asked: null }) },
  type(event) { this.setData({ words: event.detail.value }) },
  submit() {
    const { asked, words } = this.data
    const said = words.trim()
    if (faults.missing({ words: !said && '请写明内容' })) return undefined
    const calls = {
      refuse: ['/venues/bookings/' + asked.id + '/refuse', { reason: said }],
      grant: ['/venues/bookings/' + asked.id + '/appeal/decide', { grant: true, reason: said }],
      decline: ['/venues/bookings/' + asked.id + '/appeal/decide', { grant: false, reason: said }],
      keep: ['/venues/bookings/' + asked.id + '/affected', { keep: true, reason: said }],
      callOff: ['/venues/bookings/' + asked.id + '/affected', { keep: false, reason: said }],
      refuseSeries: ['/venues/series/' + asked.id + '/decision', { approve: false, reason: said }],
      answer: ['/venues/ratings/' + asked.id + '/answer', { text: said }],
    }
    return this.send(...calls[asked.action])
  },
  async send(path, body) {
    this.setData({ busy: true })
    try {
      await api.post(path, body)
      wx.showToast({ title: '已处理', icon: 'none' })
      this.setData({ asked: null })
    } catch (fault) {
      api.say(fault)
    }
    this.setData({ busy: false })
    this.reload()
  },
})

function seriesRow(one) {
  const week = '一二三四五六日'[one.weekday - 1]
  const note = '每周' + week + one.starts + '，' + one.people + '人，共' + one.dates.length + '次' + (one.purpose ? '，' + one.purpose : '')
  return { id: one.id, title: one.group_name, note, when: say.day(one.first_day) + '起', isSeries: true }
}
