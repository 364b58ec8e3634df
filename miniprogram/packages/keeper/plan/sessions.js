// Sessions of an activity that is being planned: a single date, or the same hours week after week.
const clock = require('../../../core/clock.js')
const say = require('../../../core/say.js')

const MOST_WEEKS = 30

const fresh = () => ({ title: '第一场', capacity: '20', date: clock.addDays(clock.today(), 7), from: '14:00', to: '16:00', weeks: '1' })

/** The dates of a session, first to last. */
function dates(session) {
  const weeks = Math.min(Math.max(Number(session.weeks) || 1, 1), MOST_WEEKS)
  return Array.from({ length: weeks }, (_, week) => clock.addDays(session.date, 7 * week))
}

const meetings = (session) => dates(session).map((date) => ({ starts_at: date + 'T' + session.from + ':00+08:00', ends_at: date + 'T' + session.to + ':00+08:00' }))

/** A session as the server takes it. */
const sent = (session) => ({ title: session.title.trim() || '场次', capacity: Number(session.capacity), meetings: meetings(session) })

/** A session as a row to read. */
function row(session, at) {
  const days = dates(session)
  const when = say.day(days[0]) + ' ' + session.from + '–' + session.to + (days.length > 1 ? '，每周一次共' + days.length + '次' : '')
  return { at, title: session.title, note: when + '，' + session.capacity + '个名额' }
}

/** What is wrong with a session, or nothing. */
function wrong(session) {
  if (session.to <= session.from) return '结束时间要在开始时间之后'
  if (!(Number(session.capacity) > 0)) return '请填名额'
  return session.date < clock.today() ? '日期已经过去' : ''
}

module.exports = { fresh, dates, sent, row, wrong }
