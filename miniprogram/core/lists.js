// A behavior for pages with one long list: first page, next pages, pull to refresh, failure.
// The page gives `fetchPage(cursor)` (a promise of { items, next_cursor }) and shows
// items, loading, fault, more; `arrange(items)`, if it has one, is told all rows after each page. It calls `this.reload()` in onLoad or onShow.
const api = require('./api.js')
const steady = require('./steady.js')

/** @typedef {WechatMiniprogram.Behavior.Identifier<{ items: any[], loading: boolean, fault: any, more: boolean }, {}, { reload(): Promise<void>, fetchInto(cursor: string | null): Promise<void>, onReachBottom(): void, onPullDownRefresh(): Promise<void> }>} Lists */
module.exports = /** @type {Lists} */ (Behavior(/** @type {any} */ ({
  data: { items: [], loading: true, fault: null, more: false },
  methods: {
    reload() { return this.fetchInto(null) },
    onReachBottom() { if (this.data.more && !this.data.loading) this.fetchInto(this.cursor) },
    async onPullDownRefresh() {
      await this.reload()
      wx.stopPullDownRefresh()
    },
    async fetchInto(cursor) {
      const turn = (this.turn || 0) + 1
      this.turn = turn
      this.setData({ loading: true, fault: null })
      try {
        const asked = this.fetchPage(cursor)
        const page = await (cursor ? asked : steady.renewing(asked))
        if (turn !== this.turn) return
        this.cursor = page.next_cursor
        if (!cursor) steady.changed()
        const items = (page.items || []).map((item) => (this.dressItem ? this.dressItem(item) : item))
        this.setData({ items: cursor ? this.data.items.concat(items) : items, more: Boolean(page.next_cursor), loading: false })
        if (this.arrange) this.arrange(this.data.items)
      } catch (fault) {
        if (turn !== this.turn) return
        this.setData({ loading: false, fault: { sentence: fault.sentence || '没能打开，请再试一次。', status: fault.status } })
        if (this.data.items.length) api.say(fault)
      }
    },
  },
})))
