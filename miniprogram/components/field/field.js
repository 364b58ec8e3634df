// A labelled field. Properties: label, value, type (text | number | digit | idcard | date | time),
// multi (several lines), placeholder, note, required, maxlength, counted, error, start, end, begin (where the wheel
// of a date starts while nothing is chosen).
// Events: change { value }, leave { value }.
const typed = require('../../core/typed.js')

Component({
  behaviors: [typed],
  properties: {
    label: { type: null, value: '' }, type: { type: String, value: 'text' }, multi: Boolean, placeholder: { type: null, value: '' }, note: { type: null, value: '' },
    required: Boolean, maxlength: { type: Number, value: 140 }, counted: Boolean, error: { type: null, value: '' }, start: { type: null, value: '' }, end: { type: null, value: '' }, begin: { type: null, value: '' },
  },
  methods: {
    type(event) {
      this.note(event.detail.value)
      if (this.data.error) this.setData({ error: '' })
      this.triggerEvent('change', { value: event.detail.value })
    },
    pick(event) {
      this.write(event.detail.value)
      this.triggerEvent('change', { value: event.detail.value })
    },
    leave() {
      this.rest()
      this.triggerEvent('leave', { value: this.typed || '' })
    },
  },
})
