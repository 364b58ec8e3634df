// What is mine today, out of 我的事项: what goes on now, today or tomorrow, and what waits for my word.
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

/** When a matter takes place, or till when it goes on. */
function spanOf({ takes_place_at: from, takes_place_until: until }, now, today) {
  if (!from) return ''
  const runs = until && new Date(from) <= now
  const moment = runs ? until : from
  return dayOf(moment, today) + ' ' + say.time(moment) + (runs ? ' 前都可以' : '')
}

/** Rows { key, title, note, url }, the soonest first, of matters as GET /me/matters gives them. */
function rows(matters, now) {
  const today = clock.chinaDate(now)
  const last = clock.addDays(today, DAYS)
  const isSoon = ({ takes_place_at: from, takes_place_until: until }) => {
    if (!from || clock.chinaDate(from) >= last) return false
    return until ? new Date(until) > now : clock.chinaDate(from) >= today
  }
  const waits = (matter) => WAITS_FOR_ME.indexOf(matter.state) >= 0
  return matters.filter((one) => ENDED.indexOf(one.state) < 0 && (isSoon(one) || waits(one)))
    .sort((a, b) => (a.takes_place_at || '').localeCompare(b.takes_place_at || ''))
    .map((one) => ({
      key: one.kind + one.ref, title: one.title, url: '/' + one.link.replace(/^\//, ''),
      note: [spanOf(one, now, today), one.state_text].filter(Boolean).join(' · '),
    }))
}

module.exports = { rows }
