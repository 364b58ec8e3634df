// A keeper's monthly check: one page, a tap each. What residents found otherwise is answered in public here too.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')

const AGES = [{ id: '30', text: '一个月没核对' }, { id: '0', text: '全部' }]

const HOLIDAYS = [
  { value: '', text: '照上面写的', note: '没写就按不开' }, { value: 'closed', text: '不开' },
  { value: 'usual', text: '照常开' }, { value: 'sunday', text: '按周日的时间' },
]

Page({
  behaviors: [lists],
  data: { ages: AGES, age: '30', busy: '', answering: null, words: '', error: '', mending: null, hours: '', phone: '', address: '', note: '', holidays: HOLIDAYS, onHolidays: '' },
  onLoad() { this.reload() },
  fetchPage(cursor) { return api.get('/sites/due', { days: this.data.age, cursor, limit: 10 }) },
  dressItem(one) { return Object.assign({ until: one.asked_until ? say.day(one.asked_until) : '', hoursText: one.hours.join('；') || '还不知道', doubtText: one.doubt ? one.doubt.kinds.join('、') + (one.doubt.answered ? '。已回应，等网格员去看' : '。请在' + say.moment(one.doubt.due_at) + '前回应') : '' }, one) },
  changeAge(event) {
    this.setData({ age: event.detail.id })
    return this.reload()
  },
  assure(event) {
    const { id } = event.currentTarget.dataset
    return this.send(id, '/sites/' + id + '/assurances', {}, '记下了：今天核对过')
  },
  open(event) { go('/packages/directory/site/site?id=' + event.currentTarget.dataset.id) },
  answer(event) {
    const { id } = event.currentTarget.dataset
    this.setData({ answering: this.data.items.filter((one) => one.id === id)[0], words: '', error: '' })
  },
  close() { this.setData({ answering: null, mending: null }) },
  mend(event) {
    const one = this.data.items.filter(({ id }) => id === event.currentTarget.dataset.id)[0]
    this.setData({ mending: one, hours: one.hours.join('；'), phone: one.phone, address: one.address, note: one.note, onHolidays: one.on_holidays === 'usual' ? 'usual' : '', error: '' })
  },
  typeHours(event) { this.setData({ hours: event.detail.value, error: '' }) },
  typePhone(event) { this.setData({ phone: event.detail.value }) },
  typeAddress(event) { this.setData({ address: event.detail.value }) },
  typeNote(event) { this.setData({ note: event.detail.value }) },
  pickHolidays(event) { this.setData({ onHolidays: event.detail.value }) },
  /** Mend hours and facts, then say that the entry was looked at. */
  async mended() {
    const { mending, hours, phone, address, note, onHolidays } = this.data
    const site = '/sites/' + mending.id
    this.setData({ busy: mending.id })
    try {
      const closures = mending.closures.map(({ starts_at, ends_at, reason }) => ({ starts_at, ends_at, reason }))
      let { version } = mending
      if (!mending.at_venue && (hours || mending.hours.length)) {
        await api.put(site + '/hours', { words: hours, on_holidays: onHolidays || null, closures, version })
        version += 1
      }
      await api.put(site + '/facts', Object.assign(mending.at_venue ? { phone, note } : { phone, address, note }, { version }))
    } catch (fault) {
      return this.setData({ busy: '', error: (fault.fields && fault.fields.words && fault.fields.words[0]) || fault.sentence })
    }
    return this.send(mending.id, site + '/assurances', { finding: 'changed' }, '更正了，算今天核对过')
  },
  type(event) { this.setData({ words: event.detail.value, error: '' }) },
  asListed() { return this.reply(false) },
  corrected() { return this.reply(true) },
  reply(corrected) {
    if (this.data.words.trim().length < 4) return this.setData({ error: '请写明核实的情况，居民都看得到' })
    const { id } = this.data.answering
    return this.send(id, '/sites/' + id + '/answer', { text: this.data.words.trim(), corrected }, '已公开回应')
  },
  async send(id, path, body, said) {
    this.setData({ busy: id })
    try {
      await api.post(path, body)
      this.setData({ busy: '', answering: null, mending: null })
      wx.showToast({ title: said, icon: 'none' })
      return this.reload()
    } catch (fault) {
      this.setData({ busy: '' })
      return api.say(fault)
    }
  },
})
