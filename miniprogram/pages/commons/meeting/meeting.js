// A meeting, tonight's 八点钟会客厅 too: the agenda with its clock, being there, the minutes and their confirmation.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const words = require('../words.js')
const { ask } = require('../../../core/ask.js')

const DOORS_OPEN_BEFORE = 30 * 60000
const SECOND = 1000
const HOW = [{ value: 'present', text: '我在现场' }, { value: 'online', text: '我在线上' }]

Page({
  path: '', timer: null,
  data: { loading: true, fault: null, it: null, clock: '', how: HOW, way: 'present', reading: false, wrong: '', busy: false },
  onLoad({ id }) { this.path = '/commons/meetings/' + id },
  onShow() { this.load() },
  onHide() { this.stop() },
  onUnload() { this.stop() },
  stop() { clearInterval(this.timer) },
  async load() {
    try { this.show(await api.get(this.path, null, { open: true })) } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  show(it) {
    this.setData({ loading: false, fault: null, it: dressed(it) })
    this.stop()
    const running = it.agenda.find((one) => one.started_at && !one.ended_at)
    const tick = () => this.setData({ clock: left(running) })
    if (running && it.state === 'noticed') {
      tick()
      this.timer = setInterval(tick, SECOND)
    } else this.setData({ clock: '' })
  },
  chooseWay(event) { this.setData({ way: event.detail.value }) },
  attend() { return this.act('/attend', { how: this.data.way }, '已签到') },
  confirm() {
    ask({ title: '会议记录写得对？', content: '两位到会的人确认以后，记录就定了，请部门办的事也随即转出。', confirmText: '写得对', success: ({ confirm }) => { if (confirm) this.act('/confirm', { minutes_version: this.data.it.minutes_version }, '已确认') } })
  },
  typeWrong(event) { this.setData({ wrong: event.detail.value.trim() }) },
  objectTo() { return this.act('/object', { words: this.data.wrong }, '已告诉写记录的人') },
  async read() {
    this.setData({ busy: true })
    try {
      this.show(await api.get(this.path + '/to-confirm'))
      this.setData({ reading: true })
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  async act(move, body, said) {
    this.setData({ busy: true })
    try {
      await api.post(this.path + move, body)
      wx.showToast({ title: said, icon: 'none' })
      this.setData({ reading: false })
      await this.load()
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
})

/** What is left of an item's minutes, or how far it is over. */
function left(item) {
  const seconds = Math.round((new Date(item.started_at).getTime() + item.minutes * 60000 - api.now()) / SECOND)
  const whole = Math.abs(seconds)
  return (seconds < 0 ? '已超' : '还有') + Math.floor(whole / 60) + '分' + (whole % 60) + '秒'
}

function dressed(it) {
  const now = api.now()
  return Object.assign({}, it, {
    kindText: words.MEETING_KINDS[it.kind], stateText: words.MEETING_STATES[it.state], at: say.span(it.starts_at, it.ends_at), callers: it.called_by.join('、'),
    draws: say.moment(it.agenda_closes_at), until: say.day(it.published_until),
    mayAttend: it.state === 'noticed' && now >= new Date(it.starts_at).getTime() - DOORS_OPEN_BEFORE,
    rows: it.agenda.map((one) => Object.assign({}, one, { title: one.topic ? one.topic.title : one.outcome ? '上次没办完：' + one.outcome.text : '', running: Boolean(one.started_at && !one.ended_at) })),
    agreed: it.outcomes.map((one) => words.outcome(one, say.day)),
  })
}
