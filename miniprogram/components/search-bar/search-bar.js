// Search. Properties: value, placeholder, plain (staff look for matters, not for help). Events: input { value }, search { value }.
// Whoever looks for words of danger is told first whom to call, whatever the page itself finds.
const api = require('../../core/api.js')
const typed = require('../../core/typed.js')

Component({
  behaviors: [typed],
  properties: { placeholder: { type: String, value: '搜一搜' }, plain: { type: Boolean, value: false } },
  data: { help: null },
  observers: { value(said) { this.look(said) } },
  methods: {
    /** Ask whom to call about these words; without an answer the page's own search goes on. */
    async look(said) {
      const words = String(said || '').trim()
      if (this.data.plain || words === (this.looked || '')) return
      this.looked = words
      if (!words) return this.setData({ help: null })
      const { help } = await api.get('/services/help', { q: words }, { open: true }).catch(() => ({ help: null }))
      if (words === this.looked) this.setData({ help: help && { name: help.name, advice: help.text, call: help.call } })
    },
    type(event) {
      this.note(event.detail.value)
      this.triggerEvent('input', { value: event.detail.value })
    },
    search() {
      this.rest()
      const value = (this.typed || '').trim()
      this.look(value)
      this.triggerEvent('search', { value })
    },
    clear() {
      this.write('')
      this.look('')
      this.triggerEvent('search', { value: '' })
    },
  },
})
