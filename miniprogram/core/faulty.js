// A behavior for what is filled in: it says what is wrong with it (`wrong`) until that is mended, and can be gone to. Its
// element has an id "control"; where one can write into it, `focused` puts the finger there.
const faults = require('./faults.js')

const UNDER = 200 // of the line on top that says how many are left, three lines in large type

/** @typedef {WechatMiniprogram.Behavior.Identifier<{ wrong: string, focused: boolean }, {}, { blame(sentence: string): void, mend(): void, top(): Promise<number>, bring(): Promise<void> }>} Faulty */
module.exports = /** @type {Faulty} */ (Behavior(/** @type {any} */ ({
  data: { wrong: '', focused: false },
  lifetimes: {
    attached() { faults.follow(this) },
    detached() { faults.unfollow(this) },
  },
  pageLifetimes: {
    show() { faults.follow(this) },
    hide() { faults.unfollow(this) },
  },
  methods: {
    blame(sentence) { this.setData({ wrong: sentence, focused: false }) },
    mend() {
      if (!this.data.wrong) return
      this.blame('')
      faults.count()
    },
    /** How far down on the screen it stands. */
    top() {
      return new Promise((known) => this.createSelectorQuery().select('.faulty').boundingClientRect((box) => known(box ? box.top : Infinity)).exec())
    },
    async bring() {
      const top = await this.top()
      wx.createSelectorQuery().selectViewport().scrollOffset(({ scrollTop }) => {
        wx.pageScrollTo({ scrollTop: Math.max(0, scrollTop + top - UNDER), duration: 0, fail: () => {} })
        this.setData({ focused: true })
      }).exec()
    },
  },
})))
