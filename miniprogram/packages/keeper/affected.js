// Bookings in the way of a change: who they are, and what becomes of them.
const say = require('../../core/say.js')

const FATES = [{ value: 'call_off', text: '取消并通知', note: '每个人都会收到原因' }, { value: 'keep', text: '保留', note: '已约的人照常使用' }]

/** Bookings as lines to read. */
const lines = (bookings) => bookings.map((one) => ({ id: one.id, text: say.moment(one.starts_at) + '，' + (one.nickname || '居民') + '，' + one.people + '人' }))

/** Activities outside the new hours as lines to read: they stay until their organisers move them. */
const activityLines = (activities) => (activities || []).map((one) => ({ id: one.starts_at, text: say.moment(one.starts_at) + '，' + one.title }))

module.exports = { FATES, lines, activityLines }
