// A labelled field. Properties: label, value, type (text | number | digit | idcard | date | time),
// multi (several lines), placeholder, note, required, maxlength, counted, error, start, end.
// Events: change { value }, leave { value }.
Component({
  properties: {
    label: String, value: String, type: { type: String, value: 'text' }, multi: Boolean, placeholder: String, note: String,
    required: Boolean, maxlength: { type: Number, value: 140 }, counted: Boolean, error: String, start: String, end: String,
  },
  methods: {
    type(event) {
      this.setData({ value: event.detail.value, error: '' })
      this.triggerEvent('change', { value: event.detail.value })
    },
    leave() { this.triggerEvent('leave', { value: this.data.value }) },
  },
})
