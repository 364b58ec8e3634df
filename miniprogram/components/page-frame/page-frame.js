// Every page stands in a frame: it carries the text size, 长者版, loading, failure and the foot.
// Slot: the page. Properties: loading, fault { sentence }, bare (no foot), calls (false where the
// page has its own button to call somebody). Event: retry.
const looked = require('../../core/looked.js')
const look = require('../../core/look.js')
const me = require('../../core/me.js')
const help = require('../../core/help.js')

/** Keep it with the person too, so that another phone knows; it does not matter if that fails. */
function remember() {
  const { elder, step } = look.now()
  if (me.kept()) me.change({ elderly_mode: elder, font_step: step }).catch(() => {})
}

const SIZE_NAMES = ['标准', '大', '更大', '最大']

Component({
  behaviors: [looked],
  properties: { loading: Boolean, fault: { type: Object, value: null }, bare: Boolean, calls: { type: Boolean, value: true } },
  data: { offline: false, sizeName: SIZE_NAMES[0], look: /** @type {any} */ ({}) },
  observers: {
    look(now) { this.setData({ sizeName: SIZE_NAMES[now.step] }) },
  },
  lifetimes: {
    attached() {
      this.heard = ({ isConnected }) => this.setData({ offline: !isConnected })
      wx.onNetworkStatusChange(this.heard)
      wx.getNetworkType({ success: ({ networkType }) => this.heard({ isConnected: networkType !== 'none' }) })
    },
    detached() { wx.offNetworkStatusChange(this.heard) },
  },
  methods: {
    retry() { this.triggerEvent('retry') },
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
