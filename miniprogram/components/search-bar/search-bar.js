// Search. Properties: value, placeholder. Events: input { value }, search { value }.
Component({
  properties: { value: { type: null, value: '' }, placeholder: { type: String, value: '搜一搜' } },
  methods: {
    type(event) {
      this.setData({ value: event.detail.value })
      this.triggerEvent('input', { value: event.detail.value })
    },
    search() { this.triggerEvent('search', { value: this.data.value.trim() }) },
    clear() {
      this.setData({ value: '' })
      this.triggerEvent('search', { value: '' })
    },
  },
})
