// My applications, newest first.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const words = require('../words.js')
const { go, replace } = require('../../../core/go.js')

Page({
  behaviors: [lists],
  onShow() { this.reload() },
  fetchPage(cursor) { return api.get('/me/applications', { cursor, limit: 20 }) },
  dressItem(one) {
    const sent = say.moment(one.sent_at) + '投递'
    return {
      id: one.id, title: one.job.title, employer: one.job.employer.name, pay: one.job.pay_text, state: words.STATES[one.state], look: words.LOOKS[one.state], sent,
      late: one.is_overdue, label: [one.job.title, one.job.employer.name, one.state_text, sent].join('，'),
    }
  },
  open(event) { go('/pages/jobs/application/application?id=' + event.currentTarget.dataset.id) },
  find() { replace('/pages/jobs/list/list') },
  profile() { go('/pages/jobs/profile/profile') },
})
