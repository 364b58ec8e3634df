// A behavior for a page with a whole form: what was written and not sent is offered, unshown, and comes back only for
// who asks for it; nobody else who holds the phone reads it by opening the page. The page calls `offerDraft(name)`, has
// the two buttons where `offered`, and a `resume(kept)` that shows it.
const draft = require('./draft.js')

/** @typedef {WechatMiniprogram.Behavior.Identifier<{ offered: boolean }, {}, { offerDraft(name: string): Promise<void>, saveDraft(data: any): void, endDraft(): void, takeUp(): void, throwAway(): void, resume(kept: any): void }>} Resumed */
module.exports = /** @type {Resumed} */ (Behavior(/** @type {any} */ ({
  data: { offered: false },
  methods: {
    async offerDraft(name) {
      this.draftName = name
      this.draftHeld = await draft.load(name)
      this.setData({ offered: Boolean(this.draftHeld) })
    },
    /** Keep what is written now; it takes the place of what was offered. */
    saveDraft(data) {
      draft.save(this.draftName, data)
      if (this.data.offered) this.setData({ offered: false })
    },
    /** It has arrived, or is not wanted any more. */
    endDraft() {
      draft.clear(this.draftName)
      this.setData({ offered: false })
    },
    takeUp() {
      this.setData({ offered: false })
      this.resume(this.draftHeld)
    },
    throwAway() { this.endDraft() },
  },
})))
