// A labelled field. Properties: label, value, type (text | number | digit | idcard | date | time),
// multi (several lines), placeholder, note, required, maxlength, counted, error, start, end.
// Events: change { value }, leave { value }.
Component({
  properties: {
    label: { type: null, value: '' }, value: { type: null, value: '' }, type: { type: String, value: 'text' }, multi: Boolean, placeholder: { type: null, value: '' }, note: { type: null, value: '' },
    required: Boolean, maxlength: { type: Number, value: 140 }, counted: Boolean, error: { type: null, value: '' }, start: { type: null, value: '' }, end: { type: null, value: '' },
  },
  methods: {
    type(event) {
      this.setData({ value: event.detail.value, error: '' })
      this.triggerEvent('change', { value: event.detail.value })
    },
    leave() { this.triggerEvent('leave', { value: this.data.value }) },
  },
})
