// What the first page shows of today. A service adds a source: where to ask, and how to say a row.
// { path, query(), row(item) -> { key, title, note, url } }
const say = require('./say.js')

module.exports = [
  {
    path: '/activities',
    query: () => ({ open_now: true, limit: 3 }),
    row: (one) => ({ key: one.id, title: one.title, note: say.moment(one.starts_at) + '，' + (one.left > 0 ? '余' + one.left + '个名额' : '已满，可候补'), url: '/pages/activities/activity/activity?id=' + one.id }),
  },
]
