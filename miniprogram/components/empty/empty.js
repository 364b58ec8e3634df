// Nothing here yet. Properties: title, note, icon (check: all is done), action (a button's text). Event: act.
Component({
  properties: { title: { type: null, value: '' }, note: { type: null, value: '' }, icon: { type: String, value: 'info' }, action: { type: null, value: '' } },
  methods: { act() { this.triggerEvent('act') } },
})
