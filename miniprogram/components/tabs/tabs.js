// A choice of views. Properties: items [{ id, text }], chosen (id), label. Event: change { id }; what is chosen is
// shown once the page says so.
const steady = require('../../core/steady.js')

Component({
  properties: { items: Array, chosen: { type: null, value: '' }, label: { type: String, value: '分类' } },
  methods: {
    choose(event) {
      const { id } = event.currentTarget.dataset
      if (id !== this.data.chosen && !steady.isEcho()) this.triggerEvent('change', { id })
    },
  },
})
