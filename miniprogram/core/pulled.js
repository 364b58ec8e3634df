// A behavior for pages that show one thing: a pull from the top calls `load()` again. In the page's json stands
// "enablePullDownRefresh": true.
module.exports = Behavior(/** @type {any} */ ({
  methods: {
    async onPullDownRefresh() {
      try { await this.load() } finally { wx.stopPullDownRefresh() }
    },
  },
}))
