// Search. Properties: value, placeholder. Events: input { value }, search { value }.
const typed = require('../../core/typed.js')

Component({
  behaviors: [typed],
  properties: { placeholder: { type: String, value: '搜一搜' } },
  methods: {
    type(event) {
      this.note(event.detail.value)
      this.triggerEvent('input', { value: event.detail.value })
    },
    search() {
      this.rest()
      this.triggerEvent('search', { value: (this.typed || '').trim() })
    },
    clear() {
      this.write('')
      this.triggerEvent('search', { value: '' })
    },
  },
})
