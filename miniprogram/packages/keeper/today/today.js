// The keeper's day: scan or type a code, see who comes, count people without a booking.
const api = require('../../../core/api.js')
const clock = require('../../../core/clock.js')
const say = require('../../../core/say.js')
const venues = require('../venues.js')

const KINDS = { confirmed: 'plain', checked_in: 'good', pending: 'warn', held: 'warn', no_show: 'bad' }

const DOORS = [
  { page: 'decisions', title: '待处理', note: '审核、爽约、评价' },
  { page: 'closures', title: '闭馆安排', note: '假日、维修、临时闭馆' },
  { page: 'hours', title: '开放时间', note: '每周几点开、时段多长' },
  { page: 'settings', title: '资料和预约规则', note: '地址、照片、放号、次数' },
  { page: 'activities', title: '活动管理', note: '办活动、看报名、取消' },
  { page: 'figures', title: '使用情况', note: '按星期和时段看，可下载表格' },
  { page: 'found', title: '新增场地', note: '' },
].map((door) => Object.assign({ url: '/packages/keeper/' + door.page + '/' + door.page }, door))

Page({
  behaviors: [venues],
  data: { doors: DOORS, code: '', answer: null, busy: false, date: clock.today(), bookings: [], walkIns: 0, slots: [], slot: '', people: '1', counting: false },
  onShow() { this.loadVenues() },
  async onPullDownRefresh() {
    await this.loadVenues()
    wx.stopPullDownRefresh()
  },
  async loadVenue() {
    const venue = this.current()
    if (!venue) return
    const { date } = this.data
    const [day, page] = await Promise.all([api.get('/venues/' + venue.id + '/day', { date }), api.get('/venues/' + venue.id + '/slots', { from: date, to: date }, { open: true })])
    this.setData({
      bookings: day.bookings.map(dressed), walkIns: day.walk_ins.reduce((sum, one) => sum + one.people, 0),
      slots: page.items.map((one) => ({ value: one.id, text: say.span(one.starts_at, one.ends_at), note: one.left ? '余' + one.left : one.state_text })),
    })
  },
  chooseDate(event) {
    this.setData({ date: event.detail.value })
    this.loadVenue().catch(api.say)
  },
  typeCode(event) { this.setData({ code: event.detail.value }) },
  scan() {
    wx.scanCode({ onlyFromCamera: true, success: ({ result }) => this.checkIn(result), fail: () => wx.showToast({ title: '没有扫到，可以输入6位签到码', icon: 'none' }) })
  },
  submit() { return this.checkIn(this.data.code) },
  async checkIn(code) {
    if (!code.trim()) return wx.showToast({ title: '请输入6位签到码', icon: 'none' })
    this.setData({ busy: true, answer: null })
    try {
      const done = await api.post('/venues/check-ins', { code: code.trim() })
      this.setData({ code: '', answer: { kind: done.is_first ? 'good' : 'warn', text: done.text + '：' + done.booking.title + ' ' + say.time(done.booking.starts_at) } })
      await this.loadVenue()
    } catch (fault) {
      this.setData({ answer: { kind: 'bad', text: fault.sentence } })
    }
    return this.setData({ busy: false })
  },
  openCounting() { this.setData({ counting: true }) },
  closeCounting() { this.setData({ counting: false }) },
  chooseSlot(event) { this.setData({ slot: event.detail.value }) },
  typePeople(event) { this.setData({ people: event.detail.value }) },
  async count() {
    if (!this.data.slot) return wx.showToast({ title: '请选时段', icon: 'none' })
    this.setData({ busy: true })
    try {
      await api.post('/venues/walk-ins', { slot_id: this.data.slot, people: Number(this.data.people) || 1 })
      wx.showToast({ title: '已记下', icon: 'none' })
      this.setData({ counting: false })
      await this.loadVenue()
    } catch (fault) {
      api.say(fault)
    }
    return this.setData({ busy: false })
  },
})

function dressed(one) {
  const who = (one.nickname || '居民') + '，' + one.people + '人' + (one.group_name ? '（' + one.group_name + '）' : '')
  return { id: one.id, when: say.time(one.starts_at) + '–' + say.time(one.ends_at), who, purpose: one.purpose, state_text: one.state_text, kind: KINDS[one.state] || 'plain' }
}
