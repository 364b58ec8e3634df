// Where one search looks, in the order the groups are shown. A service adds a source: { name, path, query(q), row(item),
// match(item, q) where the service itself does not search, gather(items) where several are one row, `told` where some items are what the answer means,
// says(answer) a sentence where nobody here offers it }. Rows are { key, title, note, url }.
const say = require('../../core/say.js')
const doors = require('./doors.js')
const meantDoors = require('../../core/meant.js')

const MANY = 50 // places of one service that are counted
const MOST_ASKED = 40 // letters
const few = (q) => ({ q, limit: 3 })

/** Each service once, with how many places serve it. */
function once(items) {
  const found = new Map()
  for (const one of items) found.set(one.id, found.has(one.id) ? Object.assign(found.get(one.id), { places: found.get(one.id).places + 1 }) : Object.assign({ places: 1 }, one))
  return Array.from(found.values())
}
/** The doors of these words: those that are called so, then those that the service takes them for. */
function ranked(meant, q) {
  const called = doors.filter((one) => has(q, one.name, one.what) || Boolean(one.says && one.says.test(q)))
  return called.concat(meantDoors(meant).map(({ url }) => doors.find((one) => one.url === url)).filter((one) => called.indexOf(one) < 0))
}
const has = (q, ...texts) => texts.some((text) => text && text.indexOf(q) >= 0)

module.exports = [
  { name: '办事', path: '/services/help', query: (q) => ({ q: q.slice(0, MOST_ASKED) }), told: (answer, q) => ranked(answer.doors || [], q), alone: (q) => ranked([], q), row: (one) => ({ key: one.name, title: one.name, note: one.what, url: one.url }) },
  { name: '政策', path: '/welfare/policies', query: few, row: (one) => ({ key: one.id, title: one.name, note: one.gives || one.summary, url: '/pages/welfare/policy/policy?id=' + one.id }) },
  { name: '集市', path: '/markets', query: few, row: (one) => ({ key: one.id, title: one.title, note: [one.state === 'running' ? '正在开' : say.moment(one.starts_at), one.serves.join('、')].filter(Boolean).join(' · '), url: '/pages/markets/market/market?id=' + one.id }) },
  { name: '身边的服务', path: '/services', query: (q) => ({ q, limit: MANY }), gather: once, says: (answer) => answer.elsewhere, row: (one) => ({ key: one.service_at, title: one.name, note: [one.cost.text, one.places > 1 ? one.places + (one.places < MANY ? '处' : '处以上') : one.site.name].join(' · '), url: '/packages/directory/service/service?id=' + one.id }) },
  { name: '场地', path: '/venues', query: few, row: (one) => ({ key: one.id, title: one.name, note: one.kind_text + ' · ' + one.address, url: '/pages/venues/venue/venue?id=' + one.id }) },
  { name: '活动', path: '/activities', query: few, row: (one) => ({ key: one.id, title: one.title, note: say.moment(one.starts_at), url: '/pages/activities/activity/activity?id=' + one.id }) },
  { name: '岗位', path: '/jobs', query: few, row: (one) => ({ key: one.id, title: one.title, note: one.pay_text + ' · ' + one.employer.name, url: '/pages/jobs/job/job?id=' + one.id }) },
  { name: '反映问题', path: '/tips/categories', query: () => null, match: (one, q) => has(q, one.name, one.help), row: (one) => ({ key: one.code, title: one.name, note: one.help, url: '/pages/tips/send/send?category=' + one.code }) },
]
