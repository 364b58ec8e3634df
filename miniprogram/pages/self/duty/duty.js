// 工作人员值班: links this WeChat to an account of staff, and goes on and off duty with the one-time code.
const api = require('../../../core/api.js')
const person = require('../../../core/me.js')
const { ask } = require('../../../core/ask.js')
const { rolesOf } = require('../../../core/roles.js')
const workplaces = require('../../../core/workplaces.js')

const NOBODY = { linked: false, on_duty: false, name: '' }
const HERE = '您可以在“我的”里打开自己的工作。'
const AT_DESK = '您的职责在电脑上的工作人员后台行使，手机上没有单独的页面。'

/** Whether one of these duties has a page of its own on the telephone. */
function hasPages(duties) {
  const roles = rolesOf(duties)
  return workplaces.some((place) => place.roles.some((role) => roles.indexOf(role) >= 0))
}

Page({
  data: { loading: true, fault: null, staff: NOBODY, where: HERE, code: '', otp: '', error: '', busy: false },
  onShow() { return this.load() },
  async load() {
    try {
      const me = await person.load()
      this.setData({ loading: false, fault: null, staff: me.staff || NOBODY, where: hasPages(me.duties) ? HERE : AT_DESK })
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  typeCode(event) { this.setData({ code: event.detail.value }) },
  typeOtp(event) { this.setData({ otp: event.detail.value, error: '' }) },
  scan() {
    wx.scanCode({ onlyFromCamera: true, success: ({ result }) => this.link(result), fail: () => wx.showToast({ title: '没有扫到，可以输入绑定码', icon: 'none' }) })
  },
  linkTyped() { return this.link(this.data.code) },
  async link(code) {
    if (!code.trim()) return wx.showToast({ title: '请输入绑定码', icon: 'none' })
    await this.act(() => api.post('/me/staff-link', { code: code.trim() }), '绑定好了')
    this.setData({ code: '' })
  },
  async begin() {
    if (!/^\d{6}$/.test(this.data.otp)) return this.setData({ error: '动态码是6位数字' })
    await this.act(() => api.post('/me/duty', { otp: this.data.otp }), '开始值班了')
    this.setData({ otp: '' })
  },
  end() { return this.act(() => api.remove('/me/duty'), '值班结束了') },
  unlink() {
    ask({
      danger: true, title: '解除绑定吗？', content: '以后要用手机工作，需要在后台重新绑定。', confirmText: '解除',
      success: ({ confirm }) => { if (confirm) this.act(() => api.remove('/me/staff-link'), '已解除绑定') },
    })
  },
  async act(change, done) {
    this.setData({ busy: true })
    try {
      await change()
      await this.load()
      wx.showToast({ title: done, icon: 'none' })
    } catch (fault) {
      const wrong = (fault.fields && fault.fields.otp) || []
      if (wrong.length) this.setData({ error: wrong[0] })
      else api.say(fault)
    }
    this.setData({ busy: false })
  },
})
