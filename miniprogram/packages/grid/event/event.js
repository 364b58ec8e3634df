// One matter for staff on the phone: what it is, its clocks, and what this person may do now.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const say = require('../../../core/say.js')
const server = require('../../../core/server.js')
const { here } = require('../../../core/place.js')
const { go } = require('../../../core/go.js')
const { ask } = require('../../../core/ask.js')

const NEEDS_WORDS = { return: '退件原因', reopen: '重办原因', recall: '收回原因', transfer: '改派理由', restore: '撤销原因', unmerge: '为什么不是同一件' }
const NAMES = { accept: '受理', dispatch: '按规则派单', sign: '签收', start: '到场处置', close: '办结', resume: '恢复办理', return: '退件', transfer: '申请改派', recall: '收回重派', restore: '撤销不予受理', unmerge: '撤销并案', reopen: '重办' }
const WHY = [{ value: 'by_talk', text: '劝导解决' }, { value: 'private_place', text: '不便拍照' }, { value: 'nothing_found', text: '现场没有问题' }, { value: 'unsafe', text: '拍照不安全' }]
const dressed = (photo) => ({ id: photo.id, src: server.full(photo.small), full: server.full(photo.address) })

function shown(event) {
  const has = (name) => event.allowed.indexOf(name) >= 0
  return {
    title: event.category ? event.category.name : '等待分类', before: event.before.map(dressed), after: event.after.map(dressed),
    reports: event.reports.map((one) => ({ number: one.number, text: one.text, address: one.address, when: say.moment(one.reported_at), photos: one.photos.map(dressed) })),
    clocks: event.clocks.filter((one) => !one.stopped_at).map((one) => ({ name: one.name, due: one.due_at ? say.moment(one.due_at) : '暂停中', overdue: one.overdue })),
    steps: event.timeline.map((one) => ({ at: one.at, title: one.title, text: one.words, by: one.unit ? one.unit.name : '' })),
    talk: event.messages.map((one) => ({ id: one.id, text: one.text, when: say.moment(one.at), who: one.from_reporter ? '上报人' : '我们', photos: one.photos.map(dressed) })),
    plain: Object.keys(NAMES).filter((name) => has(name) && !(name === 'transfer' && has('recall'))).map((name) => ({ name, text: NAMES[name] })), handle: has('handle'), verify: has('verify'), review: has('review'),
    call: event.capacities.indexOf('secretary') >= 0 && !event.closed_at, speak: event.capacities.some((one) => one !== 'auditor'),
  }
}

Page({
  id: '', path: '',
  data: { loading: true, fault: null, event: null, view: null, photos: [], sending: false, noPhoto: '', whys: WHY, words: '', text: '', busy: false, round: 0 },
  onLoad({ id }) { this.id = id; this.path = '/events/' + id },
  onShow() { this.load() },
  async load() {
    try { this.show(await api.get(this.path)) } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  show(event) { this.setData({ event, view: shown(event), loading: false, fault: null, busy: false, photos: [], words: '', text: '', noPhoto: '', round: this.data.round + 1 }) },
  attach(event) { this.setData({ photos: event.detail.ids, sending: event.detail.sending }) },
  why(event) { this.setData({ noPhoto: event.detail.value }) },
  type(event) { this.setData({ words: event.detail.value }) },
  write(event) { this.setData({ text: event.detail.value }) },
  async act(name, body) {
    if (this.data.sending) return wx.showToast({ title: '照片还在上传', icon: 'none' })
    this.setData({ busy: true })
    try {
      this.show(await api.post(this.path + '/' + name, body))
      wx.showToast({ title: '已提交', icon: 'none' })
    } catch (fault) {
      this.setData({ busy: false })
      api.say(fault)
      if (fault.code === 'events.illegal_move') this.load()
    }
    return undefined
  },
  async plain(event) {
    const { name } = event.currentTarget.dataset
    const label = NEEDS_WORDS[name]
    if (!label) return this.act(name, name === 'start' ? { position: await here() } : {})
    return ask({ title: label, editable: true, success: ({ confirm, content }) => confirm && this.act(name, { reason: content || '' }) })
  },
  async handle() {
    const { photos, noPhoto, words } = this.data
    if (faults.missing({ photos: !photos.length && !noPhoto && '请拍处置后的照片，或选原因' })) return undefined
    const body = { after: photos, words, position: await here() }
    return this.act('handle', noPhoto && !photos.length ? Object.assign(body, { no_photo: noPhoto }) : body)
  },
  async pass() { this.act('verify', { passed: true, photos: this.data.photos, words: this.data.words, position: await here() }) },
  fail() {
    if (faults.missing({ words: !this.data.words && '请写明哪里不合格' })) return undefined
    return this.act('verify', { passed: false, words: this.data.words })
  },
  uphold() { this.review('uphold') },
  again() { this.review('reopen') },
  review(decision) {
    if (faults.missing({ finding: !this.data.words && '请写复核意见' })) return undefined
    return this.act('review', { decision, finding: this.data.words })
  },
  send() { if (this.data.text) this.act('messages', { text: this.data.text, is_question: true }) },
  order() { go('/packages/staff/call/call?event=' + this.id) },
  look(event) { wx.previewImage({ urls: [event.currentTarget.dataset.url], current: event.currentTarget.dataset.url }) },
})
