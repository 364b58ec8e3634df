// A behavior for what has an <input> or <textarea>: words are on their way to the page while more are typed.
// To write back what was typed would take the newer letters away, so only what the page itself says is
// written: `shown` goes into the field, `value` is what the page knows.
const telling = require('./telling.js')

const ECHOES = 1000 // milliseconds; the page has said by then what it was told

/** @typedef {WechatMiniprogram.Behavior.Identifier<{ shown: string, size: number, value: any }, {}, { note(text: string): void, hear(said: any): void, write(text: string): void, enter(): void, rest(): void }>} Typed */
module.exports = /** @type {Typed} */ (Behavior(/** @type {any} */ ({
  properties: { value: { type: null, value: '' } },
  data: { shown: '', size: 0 },
  observers: { value(said) { this.hear(said) } },
  lifetimes: {
    attached() { this.hear(this.data.value) },
    detached() { telling.rest(this) },
  },
  methods: {
    /** Remember what the field holds; the page will say it back. */
    note(text) {
      const now = Date.now()
      this.echoes = (this.echoes || []).filter((one) => now - one.at < ECHOES).concat([{ text, at: now }])
      this.typed = text
      if (this.data.size !== text.length) this.setData({ size: text.length })
    },
    /** Take what the page says, unless it only says what was typed. */
    hear(said) {
      const text = said === undefined || said === null ? '' : String(said)
      const echoes = this.echoes || []
      const at = echoes.map((one) => one.text).indexOf(text)
      if (at >= 0) this.echoes = echoes.slice(at + 1)
      else if (text !== this.typed) this.write(text)
    },
    /** Put words into the field, also where it once got the same ones. */
    write(text) {
      if (this.typed !== undefined && this.typed !== this.data.shown) this.setData({ shown: this.typed })
      this.typed = text
      this.echoes = []
      this.setData({ shown: text, size: text.length })
    },
    /** Nobody types any more: what is shown may follow. */
    rest() {
      telling.rest(this)
      if (this.typed !== undefined && this.typed !== this.data.shown) this.setData({ shown: this.typed })
    },
    enter() { telling.write(this) },
  },
})))
