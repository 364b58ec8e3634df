// Nothing here yet. Properties: title, note, icon (glyph), action (a button's text). Event: act.
Component({
  properties: { title: String, note: String, icon: { type: String, value: 'info' }, action: String },
  methods: { act() { this.triggerEvent('act') } },
})
