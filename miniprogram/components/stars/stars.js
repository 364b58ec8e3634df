// A rating. Properties: value 0-5, readonly, label. Event: change { value }.
// An average is drawn to the nearest half star and said as it is; what was tapped, once the page says so.
const steady = require('../../core/steady.js')

Component({
  properties: { value: Number, readonly: Boolean, label: { type: String, value: '满意程度' } },
  data: { names: ['很不满意', '不满意', '一般', '满意', '很满意'], drawn: filled(0) },
  observers: {
    value(value) {
      this.setData({ drawn: filled(Math.round((value || 0) * 2)) })
    },
  },
  methods: {
    choose(event) {
      if (!steady.isEcho()) this.triggerEvent('change', { value: event.currentTarget.dataset.stars })
    },
  },
})

/** Five stars of which so many halves are filled. */
function filled(halves) {
  return [1, 2, 3, 4, 5].map((at) => ({ at, fill: halves >= at * 2 ? 'on' : halves === at * 2 - 1 ? 'half' : '' }))
}
