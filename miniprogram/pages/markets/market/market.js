// A market: its menu with live places and calls, signing up, and the shelf of partner regions.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const { marketState, isLive } = require('../states.js')
const server = require('../../../core/server.js')
const { openedWith } = require('../../../core/scene.js')
const subscribe = require('../../../core/subscribe.js')
const { go } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')

const EVERY = 10000
const ME = { id: '', name: '我自己' }

Page({
  id: '', timer: null, mine: null, told: null,
  data: {
    loading: true, fault: null, market: null, items: [], goods: [], busy: false,
    shown: false, item: null, windows: [], window: '', people: [{ value: '', text: ME.name }], person: '', clash: '',
  },
  onLoad(options) { this.id = openedWith(options).id },
  onShow() {
    this.load()
    this.timer = setInterval(() => this.refresh(), EVERY)
  },
  onHide() { clearInterval(this.timer) },
  onUnload() { clearInterval(this.timer) },
  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },
  async load() {
    try {
      this.show(await api.get('/markets/' + this.id, null, { open: true }))
      this.readMine()
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  async refresh() {
    try { this.show(await api.get('/markets/' + this.id, null, { open: true })) } catch (_) { /* the next turn asks again */ }
  },
  /** Tickets of mine here, so that what I have signed up for offers its number and not the same again. */
  async readMine() {
    if (!api.isKnown()) return
    try {
      const { items } = await api.get('/markets/tickets', { limit: 50 })
      this.mine = items.filter((one) => one.market === this.id && !one.member && isLive(one.state))
      this.show(this.told)
    } catch (_) { /* signing up twice is refused all the same */ }
  },
  show(market) {
    this.told = market
    const mine = this.mine || []
    const [stateText, stateKind] = marketState(market.state)
    const open = market.state === 'published' || market.state === 'running'
    wx.setNavigationBarTitle({ title: market.title })
    this.setData({
      loading: false, fault: null, goods: market.goods.map(pictured),
      market: Object.assign({}, market, { photo: address(market.cover), stateText, stateKind, when: say.span(market.starts_at, market.ends_at), opens: opening(market) }),
      items: market.items.map((item) => dressed(item, open, mine.find((one) => one.item === item.id))),
    })
  },
  async choose(event) {
    const item = this.data.items.find((one) => one.id === event.currentTarget.dataset.id)
    const windows = item.windows.map(windowChoice)
    const first = windows.find((one) => one.left > 0) || windows[0]
    this.setData({ item, windows, window: first ? first.value : '', person: '', clash: '', shown: true })
    this.preview()
    subscribe.prepare()
    try {
      const { items } = await api.get('/me/family')
      this.setData({ people: [ME].concat(items).map(({ id, name }) => ({ value: id, text: name })) })
    } catch (_) { this.setData({ people: [{ value: '', text: ME.name }] }) }
  },
  async preview() {
    const { item, window, person } = this.data
    if (!window || item.mode === 'draw') return
    try {
      const { items } = await api.get('/markets/' + this.id + '/items/' + item.id + '/clashes', { window_id: window, member_id: person })
      this.setData({ clash: items.map((one) => one.text).join('；') })
    } catch (_) { this.setData({ clash: '' }) }
  },
  chooseWindow(event) { this.setData({ window: event.detail.value }); this.preview() },
  choosePerson(event) { this.setData({ person: event.detail.value }); this.preview() },
  close() { this.setData({ shown: false }) },
  async signUp() {
    subscribe.offer(['progress', 'reminder'])
    const { item, window, person } = this.data
    const path = '/markets/' + this.id + '/items/' + item.id
    this.setData({ busy: true })
    try {
      if (item.mode === 'draw' && item.byDraw) await this.enterDraw(path, person)
      else {
        const ticket = await api.post(path + '/sign-ups', { window_id: window, member_id: person || null, wait: !item.free })
        go('/pages/markets/ticket/ticket?id=' + ticket.id + '&fresh=1')
      }
      this.setData({ shown: false })
    } catch (fault) {
      api.say(fault)
      this.refresh()
    }
    this.setData({ busy: false })
  },
  async enterDraw(path, person) {
    const entry = await api.post(path + '/draw-entries', { member_id: person || null })
    ask({ title: '已报名抽签', content: '您的编号是' + entry.number + '，' + say.moment(entry.closes_at) + '截止后抽签，结果会发消息给您。', showCancel: false })
  },
  async want(event) {
    const { id } = event.currentTarget.dataset
    try {
      const goods = await api.post('/markets/' + this.id + '/goods/' + id + '/interest')
      this.setData({ goods: this.data.goods.map((one) => (one.id === id ? pictured(goods) : one)) })
      wx.showToast({ title: '记下了', icon: 'success' })
    } catch (fault) { api.say(fault) }
  },
  ticket(event) { go('/pages/markets/ticket/ticket?id=' + event.currentTarget.dataset.id) },
  draw(event) {
    const { id, draw } = event.currentTarget.dataset
    go('/pages/markets/draw/draw?id=' + draw + '&market=' + this.id + '&item=' + id)
  },
  enlarge(event) { wx.previewImage({ urls: [event.currentTarget.dataset.url] }) },
  tickets() { go('/pages/markets/tickets/tickets') },
})

/** When signing up begins, if it has not. */
const opening = ({ sign_up_opens_at: at }) => (at && new Date(at) > new Date() ? say.moment(at) : '')

const pictured = (goods) => Object.assign({}, goods, { photo: address(goods.picture) })

/** Where the picture of this id is. */
function address(id) {
  return id ? server.full('/api/v1/files/' + id) : ''
}

function windowChoice(window) {
  const left = window.left > 0 ? '余' + window.left : '已满，候补' + window.waiting + '人'
  return { value: window.id, text: say.time(window.starts_at) + '–' + say.time(window.ends_at), note: left, left: window.left }
}

/** The hours of a service; the day is the market's unless it lasts longer. */
function hours(item) {
  const oneDay = say.day(item.starts_at) === say.day(item.ends_at)
  return oneDay ? say.time(item.starts_at) + '–' + say.time(item.ends_at) : say.span(item.starts_at, item.ends_at)
}

function dressed(item, open, ticket) {
  const free = item.left > 0
  const byDraw = item.mode === 'draw' && Boolean(item.draw) && new Date(item.draw_closes_at).getTime() > api.now()
  const places = byDraw ? '抽签' + item.places + '个' : free ? '余' + item.left + '/' + item.places : '已满，候补' + item.waiting + '人'
  const ages = [item.min_age && item.min_age + '岁以上', item.max_age && item.max_age < 120 && item.max_age + '岁以下'].filter(Boolean).join('、')
  return Object.assign({}, item, {
    free, byDraw, open, places_text: places, ages, mine: ticket ? ticket.id : '', mineText: ticket ? (ticket.label ? '我的号 ' + ticket.label : '我的候补') : '',
    when: hours(item),
    deadline: byDraw ? '抽签报名到' + say.moment(item.draw_closes_at) + '截止' : '',
    calling_text: item.calling.map((one) => one.label + '号在' + one.station + '号工位').join('，'),
    action: byDraw ? '报名抽签' : free ? '报名' : '排候补',
  })
}
