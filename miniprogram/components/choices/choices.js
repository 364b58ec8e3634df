// Big rows to choose from. Properties: items [{ value, text, note }], chosen (a value, or a list of
// values with multiple), multiple, label, pairs (two in a row). Event: change { value }; what is chosen is shown once
// the page says so.
const faulty = require('../../core/faulty.js')
const steady = require('../../core/steady.js')

Component({
  behaviors: [faulty],
  properties: { items: Array, chosen: { type: null, value: null }, multiple: Boolean, label: { type: null, value: '' }, pairs: Boolean },
  data: { rows: [] },
  observers: {
    'items, chosen'(items, chosen) {
      const has = (value) => (Array.isArray(chosen) ? chosen.indexOf(value) >= 0 : chosen === value)
      this.setData({ rows: (items || []).map((item) => Object.assign({}, item, { on: has(item.value) })) })
    },
  },
  methods: {
    choose(event) {
      if (steady.isEcho()) return
      this.mend()
      const { value } = this.data.rows[event.currentTarget.dataset.index]
      this.triggerEvent('change', { value: this.data.multiple ? this.toggled(value) : value })
    },
    toggled(value) {
      const now = this.data.chosen || []
      return now.indexOf(value) >= 0 ? now.filter((one) => one !== value) : now.concat([value])
    },
  },
})
