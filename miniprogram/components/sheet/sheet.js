// A panel from below. Properties: show, title. Slot: content. Event: close.
Component({
  properties: { show: Boolean, title: { type: null, value: '' } },
  methods: {
    close() {
      this.setData({ show: false })
      this.triggerEvent('close')
    },
  },
})
