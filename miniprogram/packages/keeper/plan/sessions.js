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

/** A session as the server takes it. Dates that are no weekly series stay as they were until they are changed. */
const sent = (session) => ({ id: session.id || null, title: session.title.trim() || '场次', capacity: Number(session.capacity), meetings: session.irregular || meetings(session) })

/** A session of the server's as it is planned here. */
function planned({ id, title, places, meetings: held }) {
  const [first] = held
  const session = { id, title, capacity: String(places), date: first.starts_at.slice(0, 10), from: first.starts_at.slice(11, 16), to: first.ends_at.slice(11, 16), weeks: String(held.length) }
  const same = ({ starts_at, ends_at }, at) => starts_at === held[at].starts_at && ends_at === held[at].ends_at
  return held.length <= MOST_WEEKS && meetings(session).every(same) ? session : Object.assign({ irregular: held }, session)
}

/** A session as a row to read. */
function row(session, at) {
  const days = session.irregular || dates(session)
  const often = session.irregular ? '等' + days.length + '次' : days.length > 1 ? '，每周一次共' + days.length + '次' : ''
  const when = say.day(session.date) + ' ' + session.from + '–' + session.to + often
  return { at, title: session.title, note: when + '，' + session.capacity + '个名额' }
}

/** What is wrong with a session, or nothing. */
function wrong(session) {
  if (session.to <= session.from) return '结束时间要在开始时间之后'
  if (!(Number(session.capacity) > 0)) return '请填名额'
  return session.date < clock.today() ? '日期已经过去' : ''
}

module.exports = { fresh, dates, sent, planned, row, wrong }
