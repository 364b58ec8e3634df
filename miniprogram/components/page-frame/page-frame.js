// Every page stands in a frame: it carries the text size, 长者版, loading, failure and the foot, and takes no taps
// while they would mean nothing (steady.js). What was shown once stays until what is being loaded is there.
// Slot: the page. Properties: loading, fault { sentence }, bare (no foot), calls (false where the
// page has its own button to call somebody). Event: retry.
const api = require('../../core/api.js')
const looked = require('../../core/looked.js')
const look = require('../../core/look.js')
const me = require('../../core/me.js')
const { named } = require('../../core/roles.js')
const faults = require('../../core/faults.js')
const help = require('../../core/help.js')
const steady = require('../../core/steady.js')
const telling = require('../../core/telling.js')
const { go } = require('../../core/go.js')

const SLOW = 4000 // milliseconds after which a wait is spoken of, and a way on is at hand
const GONE = [404, 410, 422] // what a link names is not there, or the link is not whole: trying again cures nothing
const LATE = 12500 // after which it counts as failed, however many questions a page has asked

/** Keep it with the person too, so that another phone knows; it does not matter if that fails. */
function remember() {
  const { elder, step } = look.now()
  if (api.isKnown()) me.change({ elderly_mode: elder, font_step: step }, { aside: true }).catch(() => {})
}

/** Who is in front, for whoever may not see a page. */
async function account() {
  const { nickname = '', duties = [] } = await me.kept() || {}
  return '您现在用的是' + (nickname ? '“' + nickname + '”的账号' : '自己的微信账号') + '，身份是' + (named(duties) || '居民') + '。'
}

const SIZE_NAMES = ['标准', '大', '更大', '最大']

Component({
  behaviors: [looked],
  properties: { loading: Boolean, fault: { type: Object, value: null }, bare: Boolean, calls: { type: Boolean, value: true } },
  data: { told: '', offline: false, opened: false, slow: false, account: '', gone: false, late: false, shut: false, sending: false, refreshing: false, wrongs: '', wrongCount: 0, sizeName: SIZE_NAMES[0], look: /** @type {any} */ ({}) },
  observers: {
    look(now) { this.setData({ sizeName: SIZE_NAMES[now.step] }) },
    'loading, fault'(loading, fault) {
      steady.changed()
      this.setData({ gone: Boolean(fault) && GONE.indexOf(fault.status) >= 0 })
      if (fault && fault.status === 403) account().then((words) => this.setData({ account: words }))
      if (!loading && !fault && !this.data.opened) this.setData({ opened: true })
    },
    'loading, sending, refreshing'(loading, sending, refreshing) { this.wait(loading || sending || refreshing) },
  },
  lifetimes: {
    attached() {
      this.follows = (state) => this.setData(state)
      steady.watch(this.follows)
      this.hears = (told) => this.setData({ told })
      telling.follow(this.hears)
      this.counts = (labels, wrongCount) => this.setData({ wrongs: labels.join('、'), wrongCount })
      faults.watch(this.counts)
      this.heard = ({ isConnected }) => this.setData({ offline: !isConnected })
      wx.onNetworkStatusChange(this.heard)
      wx.getNetworkType({ success: ({ networkType }) => this.heard({ isConnected: networkType !== 'none' }) })
    },
    detached() {
      steady.unwatch(this.follows)
      telling.unfollow(this.hears)
      faults.unwatch(this.counts)
      this.wait(false)
      wx.offNetworkStatusChange(this.heard)
    },
  },
  pageLifetimes: {
    show() {
      steady.changed()
      telling.follow(this.hears)
      faults.watch(this.counts)
    },
    hide() {
      telling.unfollow(this.hears)
      faults.unwatch(this.counts)
    },
  },
  methods: {
    felt() { steady.felt() },
    toWrong() { faults.lead() },
    read() { this.setData({ told: '' }) },
    /** Speak of a wait that has become long, and end one that is too long; what comes later is shown all the same. */
    wait(waits) {
      if (waits === Boolean(this.timers)) return
      ;(this.timers || []).forEach(clearTimeout)
      this.timers = waits ? [setTimeout(() => this.setData({ slow: true }), SLOW), setTimeout(() => this.setData({ late: true, slow: false }), LATE)] : null
      if (this.data.slow || this.data.late) this.setData({ slow: false, late: false })
    },
    retry() {
      this.wait(false)
      this.triggerEvent('retry')
      this.wait(this.data.loading)
    },
    goBack() { getCurrentPages().length > 1 ? wx.navigateBack({ fail: () => go('/pages/home/home') }) : go('/pages/home/home') },
    goMe() { go('/pages/me/me') },
    callPerson() { help.callPerson() },
    changeMode() {
      look.setElder(!this.data.look.elder)
      wx.pageScrollTo({ scrollTop: 0, duration: 0 })
      remember()
    },
    larger() {
      const lowest = this.data.look.elder ? 2 : 0
      const next = this.data.look.step + 1
      look.setStep(next < look.STEPS.length ? next : lowest)
      remember()
    },
  },
})
