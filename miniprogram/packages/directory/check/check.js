// A keeper's monthly check: one page, a tap each. What residents found otherwise is answered in public here too.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')
const { go } = require('../../../core/go.js')

const AGES = [{ id: '30', text: '一个月没核对' }, { id: '0', text: '全部' }]

Page({
  behaviors: [lists],
  data: { ages: AGES, age: '30', busy: '', answering: null, words: '', error: '' },
  onLoad() { this.reload() },
  fetchPage(cursor) { return api.get('/sites/due', { days: this.data.age, cursor, limit: 10 }) },
  dressItem(one) { return Object.assign({ until: one.asked_until ? say.day(one.asked_until) : '', hoursText: one.hours.join('；') || '还不知道' }, one) },
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
  close() { this.setData({ answering: null }) },
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
      this.setData({ busy: '', answering: null })
      wx.showToast({ title: said, icon: 'none' })
      return this.reload()
    } catch (fault) {
      this.setData({ busy: '' })
      return api.say(fault)
    }
  },
})
