// Opening hours as forms hold them and as a notice on the door says them.
const WEEK = '一二三四五六日'
const EVERY = [1, 2, 3, 4, 5, 6, 7]
const ALL_YEAR = { from: '01-01', to: '12-31' }
const FRESH = Object.assign({ weekdays: EVERY, opens: '09:00', closes: '21:00' }, ALL_YEAR)

const weekdays = EVERY.map((day) => ({ value: day, text: '周' + WEEK[day - 1] }))

function days(chosen) {
  const sorted = chosen.slice().sort((one, other) => one - other)
  if (sorted.length === 7) return '每天'
  const run = sorted.length > 2 && sorted[sorted.length - 1] - sorted[0] === sorted.length - 1
  if (run) return '周' + WEEK[sorted[0] - 1] + '至周' + WEEK[sorted[sorted.length - 1] - 1]
  return sorted.map((day) => '周' + WEEK[day - 1]).join('、')
}

const monthDay = (text) => Number(text.slice(0, 2)) + '月' + Number(text.slice(3)) + '日'
const isAllYear = (opening) => opening.from === ALL_YEAR.from && opening.to === ALL_YEAR.to
const season = (opening) => (isAllYear(opening) ? '' : monthDay(opening.from) + '至' + monthDay(opening.to) + ' ')

/** An opening as a row: 周一至周五 09:00–18:00. */
const row = (opening, at) => ({ at, days: season(opening) + days(opening.weekdays), hours: opening.opens + '–' + opening.closes })

/** Midnight as a closing time is 24:00, which no picker of times offers. */
const untilMidnight = (opening) => (opening.closes === '00:00' ? Object.assign({}, opening, { closes: '24:00' }) : opening)

const DAY = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const isSeason = ({ from, to }) => DAY.test(from) && DAY.test(to)

module.exports = { untilMidnight, isSeason, FRESH, ALL_YEAR, weekdays, row, isAllYear }
