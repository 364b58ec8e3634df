// A panel from below. Properties: show, title. Slot: content (a button with the class `pin` never
// scrolls away). Event: close.
const steady = require('../../core/steady.js')

Component({
  properties: { show: Boolean, title: { type: null, value: '' } },
  observers: { show() { steady.changed() } },
  methods: {
    close() { if (!steady.isEcho()) this.leave() },
    /** The gesture back closes the panel, not the page. */
    left() { if (this.data.show) this.leave() },
    leave() {
      this.setData({ show: false })
      this.triggerEvent('close')
    },
    /** The page behind does not scroll. */
    still() {},
  },
})
