// Times of a day to choose from. Properties: slots [{ id, starts_at, ends_at, left, places, state }],
// chosen (id), label, pickable (full ones may be chosen too, for a waiting list).
// Event: choose { id, slot }; what is chosen is shown once the page says so.
const steady = require('../../core/steady.js')

Component({
  properties: { slots: Array, chosen: { type: null, value: '' }, label: { type: String, value: '选时段' }, pickable: Boolean },
  methods: {
    choose(event) {
      const slot = this.data.slots[event.currentTarget.dataset.index]
      const isOpen = slot.state === 'open' && slot.left > 0
      if ((!isOpen && !this.data.pickable) || steady.isEcho()) return
      this.triggerEvent('choose', { id: slot.id, slot })
    },
  },
})
