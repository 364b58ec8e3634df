// Big rows to choose from. Properties: items [{ value, text, note }], chosen (a value, or a list of
// values with multiple), multiple, label, pairs (two in a row). Event: change { value }.
Component({
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
      const { value } = this.data.rows[event.currentTarget.dataset.index]
      const chosen = this.data.multiple ? this.toggled(value) : value
      this.setData({ chosen })
      this.triggerEvent('change', { value: chosen })
    },
    toggled(value) {
      const now = this.data.chosen || []
      return now.indexOf(value) >= 0 ? now.filter((one) => one !== value) : now.concat([value])
    },
  },
})
