// Where one search looks, in the order the groups are shown. A service adds a source: { name, path, query(q), row(item),
// match(item, q) where the service itself does not search }. Rows are { key, title, note, url }.
const say = require('./say.js')
const services = require('./services.js')

const few = (q) => ({ q, limit: 3 })
const has = (q, ...texts) => texts.some((text) => text && text.indexOf(q) >= 0)

module.exports = [
  { name: '办事', items: () => services, match: (one, q) => has(q, one.name, one.what), row: (one) => ({ key: one.url, title: one.name, note: one.what, url: one.url }) },
  { name: '政策', path: '/welfare/policies', query: few, row: (one) => ({ key: one.id, title: one.name, note: one.gives || one.summary, url: '/pages/welfare/policy/policy?id=' + one.id }) },
  { name: '身边的服务', path: '/services', query: few, row: (one) => ({ key: one.service_at, title: one.name, note: [one.cost.text, one.site && one.site.name].filter(Boolean).join(' · '), url: '/packages/directory/service/service?id=' + one.id }) },
  { name: '场地', path: '/venues', query: few, row: (one) => ({ key: one.id, title: one.name, note: one.kind_text + ' · ' + one.address, url: '/pages/venues/venue/venue?id=' + one.id }) },
  { name: '活动', path: '/activities', query: few, row: (one) => ({ key: one.id, title: one.title, note: say.moment(one.starts_at), url: '/pages/activities/activity/activity?id=' + one.id }) },
  { name: '岗位', path: '/jobs', query: few, row: (one) => ({ key: one.id, title: one.title, note: one.pay_text + ' · ' + one.employer.name, url: '/pages/jobs/job/job?id=' + one.id }) },
  { name: '集市', path: '/markets', query: () => ({ limit: 20 }), match: (one, q) => has(q, one.title, one.place, one.intro), row: (one) => ({ key: one.id, title: one.title, note: say.moment(one.starts_at), url: '/pages/markets/market/market?id=' + one.id }) },
  { name: '反映问题', path: '/tips/categories', query: () => null, match: (one, q) => has(q, one.name, one.help), row: (one) => ({ key: one.code, title: one.name, note: one.help, url: '/pages/tips/send/send?category=' + one.code }) },
]
