// The words of words.wxs for pages' own scripts: moments and money as people say them.
const clock = require('./clock.js')

const WEEK = ['日', '一', '二', '三', '四', '五', '六']
const two = (number) => (number < 10 ? '0' : '') + number

/** "2026-11-23" or a moment -> 11月23日(周一) */
function day(moment) {
  if (!moment) return ''
  const [year, month, date] = (moment.length === 10 ? moment : clock.chinaDate(moment)).split('-').map(Number)
  return month + '月' + date + '日(周' + WEEK[new Date(Date.UTC(year, month - 1, date)).getUTCDay()] + ')'
}

/** A date where the year counts: 2026年11月23日 */
const longDay = (date) => (date ? date.slice(0, 10).split('-').map(Number).map((part, at) => part + '年月日'[at]).join('') : '')

/** A moment -> 14:30, in China. */
function time(moment) {
  if (!moment) return ''
  const at = new Date(new Date(moment).getTime() + 8 * 3600 * 1000)
  return two(at.getUTCHours()) + ':' + two(at.getUTCMinutes())
}

const moment = (text) => (text ? day(text) + ' ' + time(text) : '')

/** Two moments -> 11月23日(周一) 14:00–16:00 */
const span = (from, to) => moment(from) + '–' + (day(from) === day(to) ? time(to) : moment(to))

/** 123450 -> 1234.5元 */
const money = (fen) => (fen === 0 ? '免费' : String(fen / 100) + '元')

module.exports = { day, longDay, time, moment, span, money }
