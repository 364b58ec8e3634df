// What the first page shows of the district today. A service adds a source: where to ask, and how to say a row.
// { path, query(), row(item) -> { key, title, note, kind, photo, url } }
const say = require('./say.js')

const places = (one) => (one.left > 0 ? '余' + one.left + '个名额' : '已满，可候补')

module.exports = [
  {
    path: '/markets',
    query: () => ({ limit: 2 }),
    row: (one) => ({ key: one.id, kind: 'market', photo: one.cover, title: one.title, note: say.span(one.starts_at, one.ends_at) + '，' + one.place, url: '/pages/markets/market/market?id=' + one.id }),
  },
  {
    path: '/activities',
    query: () => ({ open_now: true, limit: 3 }),
    row: (one) => ({ key: one.id, kind: 'activity', photo: one.photo_id, title: one.title, note: say.moment(one.starts_at) + '，' + places(one), url: '/pages/activities/activity/activity?id=' + one.id }),
  },
]
