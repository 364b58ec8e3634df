// A behavior for pages and components: `look` = { elder, step, size, asked } in their data.
const look = require('./look.js')

/** @typedef {WechatMiniprogram.Behavior.Identifier<{ look: { elder: boolean, step: number, size: number, asked: boolean } }, {}, {}>} Looked */
module.exports = /** @type {Looked} */ (Behavior(/** @type {any} */ ({
  data: { look: { elder: false, step: 0, size: 17, asked: true } },
  lifetimes: {
    attached() {
      this.follow = (now) => this.setData({ look: now })
      look.watch(this.follow)
    },
    detached() { look.unwatch(this.follow) },
  },
})))
