// Supervisions (督办): what was late, by when it must be answered in writing, and the answers given.
const api = require('../../../core/api.js')
const draft = require('../../../core/draft.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')

const TABS = [{ id: 'open', text: '待回复' }, { id: 'done', text: '已回复' }]
const LEVELS = { 1: '街道督办', 2: '区督办', 3: '区领导督办' }

Page({
  behaviors: [lists],
  data: { groups: [], tabs: TABS, chosen: 'open', asked: null, words: '', error: '', busy: false },
  onShow() { this.start() },
  async start() {
    try {
      await this.reload()
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  turn(event) { this.setData({ chosen: event.detail.id, items: [], groups: [] }); this.reload() },
  fetchPage(cursor) { return api.get('/supervisions', { cursor, limit: 20, open: this.data.chosen === 'open' }) },
  dressItem(one) {
    const late = one.reply_due_at && !one.replied_at && Date.parse(one.reply_due_at) < api.now()
    return {
      id: one.id, mine: one.allowed.indexOf('reply') >= 0, clock: one.clock + '已超', title: one.event_category ? one.event_category.name : one.event_number ? '等待分类的事项' : '发令', level: LEVELS[one.level] || '督办', unit: one.unit ? one.unit.name : '还没有承办单位', rung: one.rung, late: Boolean(late),
      number: one.event_number || '', event: one.event_id || '', reached: say.moment(one.reached_at), due: say.moment(one.reply_due_at), reply: one.reply, replied: say.moment(one.replied_at),
    }
  },
  /** One matter is one card, however many rungs it has climbed. */
  arrange(items) {
    const groups = []
    items.forEach((one) => {
      const key = one.event || one.id
      const found = groups.find((group) => group.key === key)
      if (found) found.rungs.push(one)
      else groups.push({ key, title: one.title, number: one.number, event: one.event, level: one.level, rungs: [one] })
    })
    this.setData({ groups })
  },
  open(event) { go('/packages/grid/event/event?id=' + event.currentTarget.dataset.id) },
  async ask(event) {
    const asked = this.data.items.find((one) => one.id === event.currentTarget.dataset.id)
    this.setData({ asked, words: await draft.load('reply-' + asked.id) || '', error: '' })
  },
  type(event) {
    this.setData({ words: event.detail.value, error: '' })
    draft.save('reply-' + this.data.asked.id, event.detail.value)
  },
  close() { this.setData({ asked: null }) },
  async reply() {
    const { asked, words } = this.data
    if (!words.trim()) return this.setData({ error: '请写明原因和措施' })
    this.setData({ busy: true })
    try {
      await api.post('/supervisions/' + asked.id + '/reply', { reply: words })
      draft.clear('reply-' + asked.id)
      this.setData({ asked: null })
      wx.showToast({ title: '已回复', icon: 'none' })
      this.reload()
    } catch (fault) { this.setData({ error: fault.sentence }) }
    return this.setData({ busy: false })
  },
})
