// What is mine today, out of 我的事项: what takes place today or tomorrow, and what waits for my word.
const clock = require('./clock.js')
const say = require('./say.js')

const ENDED = ['cancelled', 'called_off', 'lapsed', 'refused', 'checked_in', 'no_show', 'excused', 'served', 'withdrawn', 'expired', 'closed', 'archived', 'rejected', 'declined', 'hired', 'done']
const WAITS_FOR_ME = ['offered', 'called', 'to_correct']
const DAYS = 2

/** The word for a day near by, or its date. */
function dayOf(moment, today) {
  const date = clock.chinaDate(moment)
  const near = { [today]: '今天', [clock.addDays(today, 1)]: '明天' }
  return near[date] || say.day(moment)
}

/** Rows { key, title, note, url }, the soonest first, of matters as GET /me/matters gives them. */
function rows(matters, now) {
  const today = clock.chinaDate(now)
  const last = clock.addDays(today, DAYS)
  const isSoon = ({ takes_place_at: at }) => at && clock.chinaDate(at) >= today && clock.chinaDate(at) < last
  const waits = (matter) => WAITS_FOR_ME.indexOf(matter.state) >= 0
  return matters.filter((one) => ENDED.indexOf(one.state) < 0 && (isSoon(one) || waits(one)))
    .sort((a, b) => (a.takes_place_at || '').localeCompare(b.takes_place_at || ''))
    .map((one) => ({
      key: one.kind + one.ref, title: one.title, url: '/' + one.link.replace(/^\//, ''),
      note: [one.takes_place_at && dayOf(one.takes_place_at, today) + ' ' + say.time(one.takes_place_at), one.state_text].filter(Boolean).join(' · '),
    }))
}

module.exports = { rows }
