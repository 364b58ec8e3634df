// A month to choose a day from. Properties: month 'YYYY-MM', days { 'YYYY-MM-DD': { note, shut } },
// chosen, min, max (dates). Weeks that are past fold away; in a month's last week the next one stands below. In 长者版 the open days
// stand in a list of large rows, and so they do on telephones too narrow for seven fingers in a row.
// Events: choose { date }, month { month }.
const two = (number) => (number < 10 ? '0' : '') + number
const WEEK = ['日', '一', '二', '三', '四', '五', '六']

function weeksOf(month, days, min, max) {
  const [year, at] = month.split('-').map(Number)
  const lead = (new Date(Date.UTC(year, at - 1, 1)).getUTCDay() + 6) % 7
  const length = new Date(Date.UTC(year, at, 0)).getUTCDate()
  const cells = []
  for (let index = 0; index < Math.ceil((lead + length) / 7) * 7; index += 1) {
    const number = index - lead + 1
    cells.push(number < 1 || number > length ? { key: 'x' + index, number: '', note: '', kind: 'none' } : dayOf(month, number, days, min, max))
  }
  return cells.reduce((weeks, cell, index) => {
    if (index % 7 === 0) weeks.push({ key: month + index, days: [] })
    weeks[weeks.length - 1].days.push(cell)
    return weeks
  }, [])
}

function dayOf(month, number, days, min, max) {
  const date = month + '-' + two(number)
  const said = (days && days[date]) || {}
  const within = (!min || date >= min) && (!max || date <= max)
  const open = within && !said.shut
  const [year, at] = month.split('-').map(Number)
  const weekday = WEEK[new Date(Date.UTC(year, at - 1, number)).getUTCDay()]
  const label = at + '月' + number + '日，周' + weekday + (said.note ? '，' + said.note : '')
  return { key: date, date, number, note: said.note || '', open, label, short: at + '月' + number + '日 周' + weekday, kind: open ? 'open' : 'shut' }
}

const SOON = 7 // days before a month's end from which the next one is shown too

/** The weeks to show: those not past, and the next month's where this one is nearly over. */
function weeksAhead(month, days, min, max) {
  const weeks = weeksOf(month, days, min, max).filter((week) => !min || week.days.some((day) => day.date >= min))
  const next = moved(month, 1)
  const left = new Date(next + '-01').getTime() - new Date(min || month + '-01').getTime()
  if (!min || min.slice(0, 7) !== month || left > SOON * 86400000 || (max && max < next)) return weeks
  const [first, ...others] = weeksOf(next, days, min, max)
  return weeks.concat([Object.assign({ title: Number(next.slice(5)) + '月' }, first)], others)
}

function moved(month, steps) {
  const [year, at] = month.split('-').map(Number)
  const then = new Date(Date.UTC(year, at - 1 + steps, 1))
  return then.getUTCFullYear() + '-' + two(then.getUTCMonth() + 1)
}

const looked = require('../../core/looked.js')
const steady = require('../../core/steady.js')

Component({
  behaviors: [looked],
  properties: { month: String, days: { type: Object, value: {} }, chosen: { type: null, value: '' }, min: { type: null, value: '' }, max: { type: null, value: '' } },
  data: { weeks: [], openDays: [], title: '', canGoBack: true, canGoOn: true },
  observers: {
    'month, days, min, max'(month, days, min, max) {
      if (!month) return
      const [year, at] = month.split('-').map(Number)
      const weeks = weeksAhead(month, days, min, max)
      const openDays = [].concat(...weeks.map((week) => week.days)).filter((day) => day.open)
      this.setData({
        weeks, openDays, title: year + '年' + at + '月',
        canGoBack: !min || moved(month, -1) >= min.slice(0, 7), canGoOn: !max || moved(month, 1) <= max.slice(0, 7),
      })
    },
  },
  methods: {
    back() { this.turn(-1) },
    on() { this.turn(1) },
    turn(steps) {
      if (steady.isEcho()) return
      const month = moved(this.data.month, steps)
      this.setData({ month })
      this.triggerEvent('month', { month })
    },
    choose(event) {
      const { date } = event.currentTarget.dataset
      if (date && !steady.isEcho()) this.triggerEvent('choose', { date })
    },
  },
})
