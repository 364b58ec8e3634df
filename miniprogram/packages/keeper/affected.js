// Bookings in the way of a change: who they are, and what becomes of them.
const say = require('../../core/say.js')

const FATES = [{ value: 'call_off', text: '取消并通知', note: '每个人都会收到原因' }, { value: 'keep', text: '保留', note: '已约的人照常使用' }]

/** Bookings as lines to read. */
const lines = (bookings) => bookings.map((one) => ({ id: one.id, text: say.moment(one.starts_at) + '，' + (one.nickname || '居民') + '，' + one.people + '人' }))

module.exports = { FATES, lines }
