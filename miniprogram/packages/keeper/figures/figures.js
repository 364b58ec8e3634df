// How a venue is used: numbers of the last weeks, and person-hours by weekday and hour as a picture.
const api = require('../../../core/api.js')
const clock = require('../../../core/clock.js')
const venues = require('../venues.js')
const handing = require('../../../core/handing.js')

const WEEK = '一二三四五六日'
const PERIODS = [{ id: '28', text: '近四周' }, { id: '91', text: '近三个月' }, { id: '365', text: '近一年' }]

Page({
  behaviors: [venues, handing],
  data: { periods: PERIODS, period: '28', figures: null, rows: [], hours: [], busiest: '' },
  onShow() { this.loadVenues() },
  async loadVenue() {
    const venue = this.current()
    if (!venue) return
    const figures = await api.get('/venues/' + venue.id + '/figures', this.days())
    this.setData(Object.assign({ figures }, picture(figures.grid)))
  },
  days() {
    const to = clock.today()
    return { from: clock.addDays(to, -Number(this.data.period)), to }
  },
  openSheet() { return this.openFile(this.tablePath('xlsx'), 'xlsx') },
  /** WeChat opens no CSV, but hands one on: to a chat, or to oneself for the computer. */
  takeTable() { return this.prepareFile(this.tablePath('csv'), this.current().name + '使用情况.csv') },
  tablePath(format) {
    const { from, to } = this.days()
    return '/venues/' + this.current().id + '/figures.' + format + '?from=' + from + '&to=' + to
  },
  change(event) {
    this.setData({ period: event.detail.id, handed: '' })
    this.loadVenue().catch(api.say)
  },
})

/** Two-hour columns from 8 to 22, the darker the more person-hours. */
function picture(grid) {
  const hours = [8, 10, 12, 14, 16, 18, 20]
  const cells = grid.map((row) => hours.map((hour) => row[hour] + row[hour + 1]))
  const most = Math.max(...[].concat(...cells), 1)
  const rows = cells.map((row, day) => ({
    name: '周' + WEEK[day],
    cells: row.map((value, at) => ({ key: at, value: Math.round(value) || '', level: value ? Math.ceil((value / most) * 4) : 0 })),
    label: '周' + WEEK[day] + '：' + row.map((value, at) => hours[at] + '时' + Math.round(value) + '人时').join('，'),
  }))
  return { hours, rows, busiest: busiest(cells, hours, most) }
}

function busiest(cells, hours, most) {
  for (let day = 0; day < 7; day += 1) {
    const at = cells[day].indexOf(most)
    if (at >= 0) return '最忙的是周' + WEEK[day] + hours[at] + '点到' + (hours[at] + 2) + '点'
  }
  return '这段时间没有人来过'
}
