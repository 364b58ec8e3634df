// The server's clock: phones are minutes off, and bookings open on the second.
let offset = 0

/** Learn from an answer's Date header. */
function learn(header) {
  const said = header && (header.Date || header.date)
  const at = said ? new Date(said).getTime() : NaN
  if (!isNaN(at)) offset = at - Date.now()
}

/** The server's time now, in milliseconds. */
const now = () => Date.now() + offset

const two = (number) => (number < 10 ? '0' : '') + number

/** The date in China of a moment (ISO text or milliseconds) as YYYY-MM-DD. */
function chinaDate(moment) {
  const at = new Date((typeof moment === 'number' ? moment : new Date(moment).getTime()) + 8 * 3600 * 1000)
  return at.getUTCFullYear() + '-' + two(at.getUTCMonth() + 1) + '-' + two(at.getUTCDate())
}

/** Today in China by the server's clock. */
const today = () => chinaDate(now())

/** A date some days later, as YYYY-MM-DD. */
const addDays = (date, days) => new Date(Date.parse(date + 'T00:00:00Z') + days * 86400000).toISOString().slice(0, 10)

module.exports = { learn, now, chinaDate, today, addDays }
