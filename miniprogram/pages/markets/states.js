// The words and colours of a market's and a ticket's states.
const MARKET = {
  draft: ['草稿', 'plain'], published: ['可以报名', 'good'], running: ['进行中', 'warn'], over: ['已结束', 'plain'], cancelled: ['已取消', 'bad'],
}
const TICKET = {
  waiting: 'warn', held: 'good', arrived: 'good', called: 'bad', skipped: 'warn', served: 'plain', no_show: 'plain', withdrawn: 'plain', expired: 'plain',
}
const LIVE = ['waiting', 'held', 'arrived', 'called', 'skipped']

const marketState = (state) => MARKET[state] || [state, 'plain']
const ticketKind = (state) => TICKET[state] || 'plain'
const isLive = (state) => LIVE.indexOf(state) >= 0

module.exports = { marketState, ticketKind, isLive }
