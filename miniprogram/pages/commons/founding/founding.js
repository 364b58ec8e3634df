// The way to a first owners' assembly: two counters, six steps, my co-signature, the application.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const handing = require('../../../core/handing.js')
const { ask } = require('../../../core/ask.js')

const STATES = { asked: '等社区核实', verified: '已核实', refused: '没有核实' }

Page({
  behaviors: [handing],
  id: '', space: null,
  data: { loading: true, fault: null, it: null, mine: [], mayPrint: false, signing: false, unit: '', area: '', papers: [], sending: false, busy: false },
  onLoad({ id, space }) { this.id = id || ''; this.space = space || ''; this.load() },
  async load() {
    try {
      const it = this.id ? await api.get('/commons/foundings/' + this.id, null, { open: true }) : (await api.get('/commons/foundings', { space: this.space }, { open: true })).items[0]
      if (!it) return this.setData({ loading: false, fault: null, it: null })
      this.id = it.id
      const mine = api.isKnown() ? await api.get('/commons/foundings/' + it.id + '/mine') : { items: [], may_print: false }
      return this.setData({ loading: false, fault: null, it: Object.assign({}, it, { steps: it.stages.map((one) => ({ name: one.name, note: [one.on, one.note].filter(Boolean).join('，'), now: one.stage === it.stage, done: one.stage < it.stage })) }), mine: mine.items.map((one) => Object.assign({ said: STATES[one.state] }, one)), mayPrint: mine.may_print })
    } catch (fault) { return this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  begin() {
    ask({ title: '发起联名？', content: '够了人数或者面积，就可以书面请街道成立筹备组。您发起以后，邻居都看得到。', confirmText: '发起', success: ({ confirm }) => { if (confirm) this.beginNow() } })
  },
  beginNow() { return this.act(async () => { this.id = (await api.post('/commons/foundings', { space_id: this.space })).id }) },
  openForm() { this.setData({ signing: true }) },
  typeUnit(event) { this.setData({ unit: event.detail.value.trim() }) },
  typeArea(event) { this.setData({ area: event.detail.value.trim() }) },
  attach(event) { this.setData({ papers: event.detail.ids, sending: event.detail.sending }) },
  sign() {
    const { unit, area, papers } = this.data
    if (faults.missing({ unit: !unit && '请写明房号', area_m2: !area && '请写明面积' })) return undefined
    return this.act(async () => {
      await api.post('/commons/foundings/' + this.id + '/co-signs', { unit, area_m2: area, paper: papers[0] || null })
      this.setData({ signing: false, unit: '', area: '', papers: [] })
      wx.showToast({ title: '已联名', icon: 'none' })
    })
  },
  print() { return this.openFile('/commons/foundings/' + this.id + '/application.pdf', 'pdf') },
  async act(deed) {
    this.setData({ busy: true })
    try {
      await deed()
      await this.load()
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
})
