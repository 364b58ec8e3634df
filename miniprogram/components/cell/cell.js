// A row. Properties: title, note, value, icon (glyph) or kind and photo (of a thumb), url (opens a page), link (true: event tap
// without a page). Slot: right side. Event: press.
const { go } = require('../../core/go.js')
const steady = require('../../core/steady.js')

Component({
  properties: { title: { type: null, value: '' }, note: { type: null, value: '' }, value: { type: null, value: '' }, icon: { type: null, value: '' }, kind: { type: null, value: '' }, photo: { type: null, value: null }, url: { type: null, value: '' }, link: Boolean },
  data: { interactive: false, role: '', label: '' },
  observers: {
    'title, note, value, url, link'(title, note, value, url, link) {
      const interactive = Boolean(url || link)
      const role = interactive ? (url ? 'link' : 'button') : ''
      this.setData({ interactive, role, label: [title, value, note].filter((part) => part !== '').join('，') })
    },
  },
  methods: {
    press() {
      if (steady.isEcho()) return
      if (this.data.url) go(this.data.url)
      if (this.data.interactive) this.triggerEvent('press')
    },
  },
})
