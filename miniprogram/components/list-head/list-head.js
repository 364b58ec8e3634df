// The head of a list: a search and, in one line, what the list is narrowed to (a button that opens the page's sheet of
// filters) and the slot for what is pressed most. Properties: value, placeholder (none: no search), filters (words of
// what is chosen; null where there is nothing to choose). Slot: chips (buttons `chip`). Events: search { value }, filter.
const steady = require('../../core/steady.js')

Component({
  properties: { value: { type: null, value: '' }, placeholder: { type: null, value: '' }, filters: { type: null, value: null } },
  methods: {
    search(event) { this.triggerEvent('search', event.detail) },
    filter() { if (!steady.isEcho()) this.triggerEvent('filter') },
  },
})
