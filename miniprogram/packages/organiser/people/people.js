// Who served and for how long: what volunteer hours are certified by, to be put right after the day.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')

Page({
  id: '', stalls: null,
  data: { loading: true, fault: null, stalls: [], hours: 0, shown: false, stall: null, at: -1, name: '', minutes: '', busy: false },
  onLoad({ id }) {
    this.id = id
    this.load()
  },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      const [market, people] = await Promise.all([api.get('/markets/' + this.id + '/draft'), api.get('/markets/' + this.id + '/volunteers')])
      this.stalls = market.items.map(({ id, service_name: name, provider }) => ({ id, name, provider }))
      this.show(people)
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  show({ items, hours }) {
    const of = (stall) => items.filter((one) => one.item === stall.id).map((one) => ({ name: one.name, minutes: one.minutes, time: inWords(one.minutes) }))
    this.setData({ loading: false, hours, count: items.length, stalls: this.stalls.map((stall) => Object.assign({}, stall, { people: of(stall) })) })
  },
  open(event) {
    const { stall: id, at } = event.currentTarget.dataset
    const stall = this.data.stalls.find((one) => one.id === id)
    const person = stall.people[at]
    this.setData({ shown: true, stall, at: person ? Number(at) : -1, name: person ? person.name : '', minutes: person ? String(person.minutes) : '' })
  },
  close() { this.setData({ shown: false }) },
  writeName(event) { this.setData({ name: event.detail.value }) },
  writeMinutes(event) { this.setData({ minutes: event.detail.value }) },
  keep() {
    const { stall, at, name, minutes } = this.data
    const isTime = /^\d{1,4}$/.test(minutes) && Number(minutes) <= 1440
    if (faults.missing({ name: !name.trim() && '请填姓名', minutes: !isTime && '请填服务了多少分钟' })) return undefined
    const person = { name: name.trim(), minutes: Number(minutes) }
    return this.send(at < 0 ? stall.people.concat([person]) : stall.people.map((one, index) => (index === at ? person : one)))
  },
  remove() { return this.send(this.data.stall.people.filter((_, index) => index !== this.data.at)) },
  async send(people) {
    this.setData({ busy: true })
    try {
      const path = '/markets/' + this.id + '/items/' + this.data.stall.id + '/volunteers'
      this.show(await api.put(path, { people: people.map(({ name, minutes }) => ({ name, minutes })) }))
      this.setData({ shown: false })
      wx.showToast({ title: '已保存', icon: 'success' })
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
})

function inWords(minutes) {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return (hours ? hours + '小时' : '') + (rest || !hours ? rest + '分钟' : '')
}
