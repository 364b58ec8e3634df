// Opening hours of a venue: who would lose their slot is shown before anything is changed.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const inTheWay = require('../affected.js')
const reasons = require('../reasons.js')
const timetable = require('../timetable.js')
const venues = require('../venues.js')

const HOLIDAYS = [{ value: 'usual', text: '照常开放' }, { value: 'sunday', text: '按周日时间开放' }, { value: 'closed', text: '闭馆' }]
const MAKEUP = [{ value: 'usual', text: '按当天是周几开放' }, { value: 'workday', text: '按周五时间开放' }]

Page({
  behaviors: [venues],
  data: {
    openings: [], rows: [], minutes: '', gap: '', holidays: HOLIDAYS, onHolidays: 'usual', makeups: MAKEUP, onMakeup: 'usual',
    weekdays: timetable.weekdays, shown: false, at: -1, one: timetable.FRESH, allYear: true, fates: inTheWay.FATES, fate: 'keep', affected: null, held: [], refusal: '', busy: false,
  },
  onShow() { this.loadVenues() },
  async loadVenue() {
    const venue = this.current()
    if (!venue) return
    const { timetable: now } = await api.get('/venues/' + venue.id, null, { open: true })
    this.show(now.openings)
    this.setData({ minutes: String(now.slot_minutes), gap: String(now.gap_minutes), onHolidays: now.on_holidays, onMakeup: now.on_makeup_days })
  },
  show(openings) { this.setData({ openings, rows: openings.map(timetable.row), affected: null, refusal: '', shown: false }) },
  change(event) { this.setData({ [event.currentTarget.dataset.name]: event.detail.value, affected: null, refusal: '' }) },
  choose(event) { this.setData({ fate: event.detail.value }) },
  add() { this.openOne(-1, timetable.FRESH) },
  edit(event) {
    const at = Number(event.currentTarget.dataset.at)
    this.openOne(at, this.data.openings[at])
  },
  openOne(at, one) { this.setData({ at, one, allYear: timetable.isAllYear(one), shown: true }) },
  close() { this.setData({ shown: false }) },
  write(event) { this.setData({ ['one.' + event.currentTarget.dataset.name]: event.detail.value }) },
  chooseSeason(event) {
    const allYear = event.detail.value
    this.setData({ allYear, one: Object.assign({}, this.data.one, allYear ? timetable.ALL_YEAR : { from: '07-01', to: '08-31' }) })
  },
  keepOne() {
    const { at, openings } = this.data
    const one = timetable.untilMidnight(this.data.one)
    const wrong = { weekdays: !one.weekdays.length && '请至少选一天', from: !timetable.isSeason(one) && '日期请写成 07-01 的样子', closes: one.opens >= one.closes && '关门时间要在开门时间之后' }
    if (faults.missing(wrong)) return undefined
    return this.show(at < 0 ? openings.concat([one]) : openings.map((other, index) => (index === at ? one : other)))
  },
  removeOne() { this.show(this.data.openings.filter((_, index) => index !== this.data.at)) },
  wanted() {
    const { openings, minutes, gap, onHolidays, onMakeup } = this.data
    return { openings, slot_minutes: Number(minutes), gap_minutes: Number(gap), on_holidays: onHolidays, on_makeup_days: onMakeup }
  },
  preview() {
    return this.doing(async (path) => {
      const { affected, activities } = await api.compute(path + '/preview', this.wanted(), { open: false, waits: true })
      this.setData({ affected: inTheWay.lines(affected), held: inTheWay.activityLines(activities) })
    })
  },
  save() {
    return this.doing(async (path) => {
      await api.put(path, Object.assign({ bookings: this.data.fate }, this.wanted()))
      wx.showToast({ title: '开放时间已更新', icon: 'none' })
      await this.loadVenue()
    })
  },
  async doing(work) {
    this.setData({ busy: true, refusal: '' })
    try {
      await work('/venues/' + this.current().id + '/hours')
    } catch (fault) {
      this.setData({ refusal: reasons.told(fault) })
    }
    this.setData({ busy: false })
  },
})
