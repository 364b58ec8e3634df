// 我的: who I am here, how I like to read, what is kept about me.
const api = require('../../core/api.js')
const looked = require('../../core/looked.js')
const look = require('../../core/look.js')
const person = require('../../core/me.js')
const { named, rolesOf } = require('../../core/roles.js')
const workplaces = require('../../core/workplaces.js')
const { ask } = require('../../core/ask.js')

const SIZES = [{ value: 0, text: '标准' }, { value: 1, text: '大' }, { value: 2, text: '更大' }, { value: 3, text: '最大' }]

Page({
  behaviors: [looked],
  communities: null,
  data: { loading: true, fault: null, me: /** @type {any} */ ({}), duty: '', communities: [], communityIndex: '', communityName: '', sizes: SIZES, workplaces: [] },
  onShow() { this.load() },

  async load() {
    try {
      const [me, places] = await Promise.all([person.load(), this.places()])
      this.communities = places
      this.show(me)
      this.setData({ loading: false, fault: null, communities: places })
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },

  async places() {
    if (this.communities) return this.communities
    const { items } = await api.get('/places/communities', null, { open: true })
    return items.filter((one) => one.code).map(({ code, name }) => ({ code, name }))
  },

  show(me) {
    const index = this.communities.findIndex((one) => one.code === me.community_code)
    const roles = rolesOf(me.duties)
    this.setData({
      me, duty: named(me.duties), communityIndex: index < 0 ? '' : index, communityName: index < 0 ? '' : this.communities[index].name,
      sizes: look.now().elder ? SIZES.slice(2) : SIZES,
      workplaces: workplaces.filter((place) => !place.roles.length || place.roles.some((role) => roles.indexOf(role) >= 0)),
    })
  },

  async change(some) {
    try {
      this.show(await person.change(some))
    } catch (fault) {
      api.say(fault)
    }
  },

  chooseCommunity(event) { this.change({ community_code: this.communities[Number(event.detail.value)].code }) },
  rename() {
    ask({
      title: '怎么称呼您', editable: true, content: this.data.me.nickname || '', placeholderText: '比如 王阿姨',
      success: ({ confirm, content }) => { if (confirm) this.change({ nickname: (content || '').trim() }) },
    })
  },
  turnElder(event) {
    look.setElder(event.detail.value)
    this.change({ elderly_mode: event.detail.value })
  },
  chooseSize(event) {
    look.setStep(event.detail.value)
    this.change({ font_step: event.detail.value })
  },
  async givePhone(event) {
    const { code, errMsg = '' } = event.detail
    if (!code) return /deny|cancel/.test(errMsg) ? undefined : wx.showToast({ title: '没有取到手机号，请稍后再试', icon: 'none' })
    try {
      await api.post('/me/phone', { code })
      this.show(await person.load())
      wx.showToast({ title: '手机号绑好了', icon: 'success' })
    } catch (fault) {
      api.say(fault)
    }
  },
})
