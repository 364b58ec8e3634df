// 请我同意的事: who names me in which business, what I would bind myself to; yes after a face check, no at any time.
// Who is asked is known by name and number: somebody new to this account proves who they are first.
const { ask } = require('../../../core/ask.js')
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')

const SAID = { open: ['等您答复', 'warn'], agreed: ['您同意了', 'good'], declined: ['您不同意', 'plain'], by_paper: ['按书面材料办', 'plain'] }
const WORDS = {
  application: { ask: '有人申请办理，把您写了进去', agree: '是我的意思，同意', sure: '同意后，登记机关可以按这些内容登记。办好以前可以改成不同意；内容变了会再问您。' },
  closing: { ask: '有人要注销这家店，请您承诺没有未清的债务', agree: '我承诺没有未清的债务，同意注销', sure: '承诺不实的，您要对注销前没有还清的债务承担责任。答复以后还没有开始注销的，可以改。' },
}

Page({
  behaviors: [lists],
  data: { name: '', number: '', proof: '', busy: false },
  onShow() { this.reload() },
  fetchPage() { return api.get('/approvals/consents') },
  dressItem(one) {
    const [said, tone] = SAID[one.state] || SAID.open
    const words = WORDS[one.what]
    return Object.assign({}, one, {
      said, tone, ask: words.ask, otherwise: (one.changed || []).map(({ was, now }) => (now ? (was ? '原来：' + was + '。现在：' + now : '新写上：' + now) : '去掉了：' + was)), yes: words.agree, roled: one.roles ? '写成：' + one.roles : '',
      asked: say.moment(one.asked_at), last: one.until ? say.day(one.until) : '', mayAgree: one.state !== 'agreed', mayDecline: one.state !== 'declined',
    })
  },
  typeName(event) { this.setData({ name: event.detail.value.trim(), proof: '' }) },
  typeNumber(event) { this.setData({ number: event.detail.value.trim(), proof: '' }) },
  /** Check the face against name and number; the answer is whether it is them. */
  async identify() {
    const { name, number } = this.data
    if (!name || !number) {
      this.setData({ proof: '请先写好您的姓名和证件号码' })
      return false
    }
    const { result } = await api.post('/approvals/identity-checks', { name, number })
    this.setData({ proof: result === 'passed' ? '' : '没有通过核验，请核对姓名和号码' })
    return result === 'passed'
  },
  find() { return this.act(async () => { if (await this.identify()) await this.reload() }) },
  agree(event) {
    const one = this.picked(event)
    if (!this.data.name || !this.data.number) {
      this.setData({ proof: '请先写好您的姓名和证件号码' })
      wx.pageScrollTo({ scrollTop: 0 })
      return
    }
    this.sure('同意？', one.title + '。' + WORDS[one.what].sure, '同意', async () => {
      if (!(await this.identify())) return
      await api.post('/approvals/consents/' + one.id + '/agree', { version: one.version })
      await this.answered('已同意')
    })
  },
  decline(event) {
    const one = this.picked(event)
    this.sure('不同意？', one.title + '。申请人会知道您不同意，系统不会当场办。要不要再请您，由他决定。', '不同意', async () => {
      await api.post('/approvals/consents/' + one.id + '/decline', {})
      await this.answered('已答复不同意')
    })
  },
  async answered(title) {
    await this.reload()
    wx.showToast({ title, icon: 'none' })
  },
  picked(event) { return this.data.items.find(({ id }) => id === event.currentTarget.dataset.id) },
  sure(title, content, confirmText, deed) { ask({ title, content, confirmText, success: ({ confirm }) => { if (confirm) this.act(deed) } }) },
  async act(deed) {
    this.setData({ busy: true })
    try { await deed() } catch (fault) {
      api.say(fault)
      if (fault.code === 'approvals.terms_changed') await this.reload()
    }
    this.setData({ busy: false })
  },
})
