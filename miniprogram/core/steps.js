// The steps to come after something was done, for the component `outcome`: the first ones are done, the next is now.
const said = (titles, done = 1) => titles.map(([title, note], at) => ({ title, note: note || '', state: at < done ? 'done' : at === done ? 'now' : 'todo' }))

/** A tip: from hand to hand until its sender says whether it is well. */
const ofTip = (state, due) => said([
  ['已收到'], ['受理', '看是谁的事，派给办理单位'], ['处置', due ? due + '前' : ''], ['核查', '另一个人去看办好没有'], ['您来评价', '不满意可以要求重办'],
], state === 'submitted' ? 1 : 2)

/** A booking or a registration, by its state. */
function ofBooking(state, when, place) {
  const there = ['到场签到', when + '，' + place]
  if (state === 'waiting') return said([['已排上候补'], ['等空位', '有空位会发消息给您，要在时限内接受'], there])
  if (state === 'pending') return said([['已提交'], ['等场地方审核'], there])
  if (state === 'held') return said([['已为您留位'], ['请确认'], there])
  return said([['已约好'], there, ['来不了请早取消', '名额让给候补的邻居']])
}

/** A ticket of a market, by its state. */
function ofTicket(state, when, place, bring) {
  const there = ['到现场签到', [when, place, bring && '请带' + bring].filter(Boolean).join('，')]
  if (state === 'waiting') return said([['已排上候补'], ['等名额', '有名额马上通知您'], there])
  return said([['已报名'], there, ['等叫号', '快到您时会发消息'], ['用完请评价']])
}

/** An application for a job. */
const ofApplication = () => said([['已投递'], ['单位看资料', '14天内没有答复会记入单位的答复率'], ['约面试', '时间地点会发消息给您'], ['答复录用没有']])

module.exports = { ofTip, ofBooking, ofTicket, ofApplication }
