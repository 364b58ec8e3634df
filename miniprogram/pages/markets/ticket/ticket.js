// My ticket: the code to show, how many are before me, and when to expect the call.
// `?fresh=1` right after signing up.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const { ticketKind, isLive } = require('../states.js')
const steps = require('../../../core/steps.js')
const { go } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')
const pulled = require('../../../core/pulled.js')

const EVERY = 8000

Page({
  behaviors: [pulled],
  id: '', timer: null,
  data: { loading: true, fault: null, ticket: null, busy: false, stars: 0, words: '', fresh: false, steps: [] },
  onLoad({ id, fresh }) {
    this.id = id
    this.setData({ fresh: Boolean(fresh) })
  },
  onShow() {
    this.load()
    this.timer = setInterval(() => this.refresh(), EVERY)
  },
  onHide() { clearInterval(this.timer) },
  onUnload() { clearInterval(this.timer) },
  async load() {
    try {
      this.show(await api.get('/markets/tickets/' + this.id, null, { keep: true })) // a market's gate has no network
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  async refresh() {
    if (!this.data.ticket || !this.data.ticket.live) return
    try { this.show(await api.get('/markets/tickets/' + this.id, null, { keep: true })) } catch (_) { /* shown as it was; asked again soon */ }
  },
  show(ticket) {
    this.setData({
      loading: false, fault: null, steps: steps.ofTicket(ticket),
      ticket: Object.assign({}, ticket, {
        kind: ticketKind(ticket.state), live: isLive(ticket.state), outlook: outlook(ticket),
        when: say.span(ticket.window.starts_at, ticket.window.ends_at),
        showable: ['held', 'arrived', 'called', 'skipped'].indexOf(ticket.state) >= 0,
        cancellable: ['waiting', 'held', 'arrived', 'skipped'].indexOf(ticket.state) >= 0,
      }),
    })
  },
  cancel() {
    ask({
      danger: true, title: '取消这个号？', content: '名额会让给候补的邻居。', confirmText: '取消报名', cancelText: '再想想',
      success: ({ confirm }) => { if (confirm) this.withdraw() },
    })
  },
  async withdraw() {
    this.setData({ busy: true })
    try { this.show(await api.post('/markets/tickets/' + this.id + '/cancel')) } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  rateStars(event) { this.setData({ stars: event.detail.value }) },
  rateWords(event) { this.setData({ words: event.detail.value }) },
  async rate() {
    if (!this.data.stars) return wx.showToast({ title: '请先点星星', icon: 'none' })
    this.setData({ busy: true })
    try {
      await api.post('/markets/tickets/' + this.id + '/rating', { stars: this.data.stars, text: this.data.words })
      wx.showToast({ title: '谢谢您的评价', icon: 'success' })
      await this.load()
    } catch (fault) { api.say(fault) }
    return this.setData({ busy: false })
  },
  market() { go('/pages/markets/market/market?id=' + this.data.ticket.market) },
})

function outlook(ticket) {
  if (ticket.state === 'called') return '轮到您了，请到' + ticket.station + '号工位'
  if (ticket.state === 'skipped') return '刚才叫到您时您不在，请到现场重新签到'
  if (ticket.state === 'waiting') return '候补第' + (ticket.ahead + 1) + '位，有名额会马上通知您'
  if (ticket.ahead === null) return ''
  const at = ticket.expected_at ? '，预计' + say.time(ticket.expected_at) + '叫到' : ''
  return (ticket.ahead ? '前面还有' + ticket.ahead + '人' : '前面没有人') + at
}
