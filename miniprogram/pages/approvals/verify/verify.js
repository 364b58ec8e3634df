// For anyone who is shown a licence: how it stands at this moment. No sign-in.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const { openedWith } = require('../../../core/scene.js')

const TONES = { active: 'good', paused: 'warn', deregistering: 'warn' }

Page({
  data: { loading: false, fault: null, it: null, code: '' },
  onLoad(options) {
    const { c } = openedWith(options)
    if (c) { this.setData({ code: c }); this.load() }
  },
  type(event) { this.setData({ code: event.detail.value.trim().toUpperCase() }) },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      const it = await api.get('/licences/verify', { c: this.data.code }, { open: true })
      this.setData({ loading: false, it: Object.assign({}, it, { tone: TONES[it.state] || 'bad', issued: say.day(it.issued_on), since: it.state_at ? say.moment(it.state_at) : '', now: say.moment(it.checked_at) }) })
    } catch (fault) { this.setData({ loading: false, it: null, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
})
