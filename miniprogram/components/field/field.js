// A labelled field. Properties: label, value, type (text | number | digit | idcard | date | time),
// multi (several lines), placeholder, note, required, maxlength, counted, error, start, end, begin (where the wheel
// of a date starts while nothing is chosen), keep (what a long field is about: what is written into it and not sent
// stays on the phone and is offered, unshown; nothing while it is empty, as in a panel that is shut), fixed (a long field in a panel: WeChat must be told).
// Events: change { value }, leave { value }.
const faulty = require('../../core/faulty.js')
const typed = require('../../core/typed.js')
const unsent = require('../../core/unsent.js')

const LOOK_AGAIN = 150 // milliseconds

Component({
  behaviors: [typed, faulty],
  properties: {
    label: { type: null, value: '' }, type: { type: String, value: 'text' }, multi: Boolean, placeholder: { type: null, value: '' }, note: { type: null, value: '' },
    required: Boolean, maxlength: { type: Number, value: 140 }, counted: Boolean, error: { type: null, value: '' }, start: { type: null, value: '' }, end: { type: null, value: '' }, begin: { type: null, value: '' },
    keep: { type: null, value: '' }, fixed: Boolean,
  },
  data: { offered: false },
  observers: {
    'keep, label, value'() { if (this.data.keep) this.lookSoon(0) },
  },
  lifetimes: { detached() { clearTimeout(this.waits) } },
  methods: {
    type(event) {
      const { value } = event.detail
      this.note(value)
      if (this.data.error) this.setData({ error: '' })
      this.mend()
      this.touched = this.nameKept()
      if (this.touched) unsent.keep(this.touched, value)
      this.offer(false)
      this.triggerEvent('change', { value })
    },
    pick(event) {
      this.write(event.detail.value)
      this.mend()
      this.triggerEvent('change', { value: event.detail.value })
    },
    leave() {
      this.rest()
      if (this.data.focused) this.setData({ focused: false })
      this.triggerEvent('leave', { value: this.typed || '' })
    },
    /** Under which name its words are kept, or ''. */
    nameKept() { return this.data.keep ? [unsent.here(), this.data.label, this.dataset.name || '', this.data.keep].join('#') : '' },
    /** Let the page come first: what it loads may be what was written. */
    lookSoon(milliseconds) {
      clearTimeout(this.waits)
      this.waits = setTimeout(() => (unsent.isLoading() ? this.lookSoon(LOOK_AGAIN) : this.lookBack()), milliseconds)
    },
    /** Ask whether to go on with what was not sent: nobody else who holds the phone reads it by opening a page. */
    async lookBack() {
      const name = this.nameKept()
      const text = name && await unsent.find(name)
      if (name !== this.nameKept()) return
      const shown = this.typed || ''
      this.found = text
      this.offer(Boolean(text) && text !== shown && !(this.touched === name && shown))
    },
    offer(offered) { if (offered !== this.data.offered) this.setData({ offered }) },
    takeUp() {
      this.offer(false)
      this.say(this.found)
    },
    throwAway() {
      unsent.forget(this.nameKept())
      this.offer(false)
    },
    say(text) {
      this.write(text)
      this.triggerEvent('change', { value: text })
    },
  },
})
