// A behavior for pages that show one thing: a pull from the top calls `load()` again. In the page's json stands
// "enablePullDownRefresh": true.
const steady = require('./steady.js')

/** @typedef {WechatMiniprogram.Behavior.Identifier<{}, {}, { onPullDownRefresh(): Promise<void> }>} Pulled */
module.exports = /** @type {Pulled} */ (Behavior(/** @type {any} */ ({
  methods: {
    async onPullDownRefresh() {
      try { await steady.renewing(this.load()) } finally { wx.stopPullDownRefresh() }
    },
  },
})))
