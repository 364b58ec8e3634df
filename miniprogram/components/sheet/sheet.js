// A panel from below. Properties: show, title. Slot: content. Event: close.
Component({
  properties: { show: Boolean, title: String },
  methods: {
    close() {
      this.setData({ show: false })
      this.triggerEvent('close')
    },
  },
})
