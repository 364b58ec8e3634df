// A rating. Properties: value 0-5, readonly, label. Event: change { value }.
// An average is drawn to the nearest half star and said as it is; what was tapped, once the page says so.
const steady = require('../../core/steady.js')

Component({
  properties: { value: Number, readonly: Boolean, label: { type: String, value: '满意程度' } },
  data: { names: ['很不满意', '不满意', '一般', '满意', '很满意'], drawn: ['', '', '', '', ''] },
  observers: {
    value(value) {
      const halves = Math.round((value || 0) * 2)
      this.setData({ drawn: [2, 4, 6, 8, 10].map((full) => (halves >= full ? 'on' : halves === full - 1 ? 'half' : '')) })
    },
  },
  methods: {
    choose(event) {
      if (!steady.isEcho()) this.triggerEvent('change', { value: event.currentTarget.dataset.stars })
    },
  },
})
