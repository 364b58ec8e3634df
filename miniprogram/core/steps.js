// The steps of what was done, for the component `outcome`: what is done, what is now, what comes later. `now` is said
// only of what somebody does or waits for at this moment; what has its day is `next` until that day's hour has come.
const clock = require('./clock.js')
const say = require('./say.js')

const MINUTE = 60000
const AT = { sent: 1, seen: 2, talking: 2, interview: 3, offered: 3 }
const AT_TIP = {
  submitted: 1, accepted: 2, dispatched: 2, returned: 2, handling: 2, waiting: 2, reopened: 2, handled: 3, verified: 4, closed: 4,
}

/** `at` is the first step that is not done; `coming` says that it is not its time yet. None where it came to nothing. */
function said(titles, at, coming) {
  const state = (place) => (place < at ? 'done' : place > at ? 'todo' : coming ? 'next' : 'now')
  return at === undefined ? [] : titles.map(([title, note], place) => ({ title, note: note || '', state: state(place) }))
}

const isBefore = (moment, minutes) => clock.now() < new Date(moment).getTime() - minutes * MINUTE

/** A tip: from hand to hand until its sender says whether it is well. */
const ofTip = (state, due) => said([
  ['已收到'], ['受理', '看是谁的事，派给办理单位'], ['处置', due ? due + '前' : ''], ['核查', '另一个人去看办好没有'], ['您来评价', '不满意可以要求重办'],
], AT_TIP[state])

/** A booking or a registration: `meeting` is the next date of it. */
function ofBooking({ state, early_minutes: early }, meeting, place) {
  const there = [say.moment(meeting.starts_at) + ' 到场签到', place]
  if (state === 'waiting') return said([['已排上候补'], ['等空位', '有空位会发消息给您，要在时限内接受'], there], 1)
  if (state === 'offered') return said([['有空位了'], ['请接受'], there], 1)
  if (state === 'pending') return said([['已提交'], ['等场地方审核'], there], 1)
  if (state === 'held') return said([['已为您留位'], ['请确认'], there], 1)
  if (state !== 'confirmed') return []
  return said([['已约好'], there, ['来不了请早取消', '名额让给候补的邻居']], 1, isBefore(meeting.starts_at, early || 0))
}

/** A ticket of a market. */
function ofTicket({ state, window, place, bring }) {
  const there = [say.moment(window.starts_at) + ' 到现场签到', [place, bring && '来前准备：' + bring].filter(Boolean).join('，')]
  if (state === 'waiting') return said([['已排上候补'], ['等名额', '有名额马上通知您'], there], 1)
  if (state !== 'held') return []
  return said([['已报名'], there, ['等叫号', '快到您时会发消息'], ['用完请评价']], 1, isBefore(window.starts_at, 60))
}

/** An application for a job. */
const ofApplication = ({ state, interview_at: at }) => said([
  ['已投递'], ['单位看资料', '14天内没有答复会记入单位的答复率'], ['约面试', '时间地点会发消息给您'], state === 'interview' && at ? [say.moment(at) + ' 面试'] : ['答复录用没有'],
], AT[state], state === 'interview' && at && isBefore(at, 60))

module.exports = { ofTip, ofBooking, ofTicket, ofApplication }
