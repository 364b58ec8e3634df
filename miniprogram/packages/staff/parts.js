// One department's part of an order in words, and what the person in front may do about it.
const say = require('../../core/say.js')
const server = require('../../core/server.js')

const LINES = { sign: '签收及时', report_in: '报到及时', cooperation: '配合', result: '成效', resident: '居民评价', overdue: '超期' }

const scored = (line) => ({ part: line.part, text: (LINES[line.part] || '其他') + ' ' + line.points + (line.possible ? '/' + line.possible : '') + '分，' + line.because })
const where = (presence) => (presence === 'code' ? '凭现场报到码' : presence ? '定位距现场' + presence.replace('m', '米') : '')

function steps(one) {
  return [
    one.signed_at && say.moment(one.signed_at) + ' 签收',
    one.contest_reason && '提出异议：' + one.contest_reason,
    one.ruling && '裁定：' + one.ruling,
    one.reported_in_at && say.moment(one.reported_in_at) + ' ' + one.officer + ' 到场报到，' + where(one.presence),
    one.return_reason && '第' + one.returns + '次退回：' + one.return_reason,
    one.cancelled_at && say.moment(one.cancelled_at) + ' 取消：' + one.cancel_reason,
    one.done_at && say.moment(one.done_at) + ' 提交完成情况',
    one.accepted_at && say.moment(one.accepted_at) + (one.accepted_silently ? ' 逾期未验收，视为通过' : ' 验收通过'),
    one.appeal && '申诉：' + one.appeal,
  ].filter(Boolean)
}

/** What the page shows of a part; `may` holds what is allowed, with _ for -; `form` is set where something is filled in. */
function part(one) {
  return {
    form: one.allowed.some((name) => ['report-in', 'done', 'score'].indexOf(name) >= 0),
    key: one.unit.code, unit: one.unit, state: one.state_text, lead: one.is_lead, supervision: one.supervision, measures: one.measures, steps: steps(one),
    may: one.allowed.reduce((all, name) => Object.assign(all, { [name.replace('-', '_')]: name !== 'appeal' || !one.appeal }), {}),
    clocks: one.clocks.filter((clock) => !clock.stopped_at).map((clock) => ({ name: clock.name, due: say.moment(clock.due_at), overdue: clock.overdue })),
    score: one.score === null ? '' : one.score + '分' + (one.is_final ? '' : '（等双方评完）'), lines: one.score_lines.map(scored),
    photos: one.photos.map((photo) => ({ id: photo.id, src: server.full(photo.small), full: server.full(photo.address) })),
  }
}

module.exports = { part }
