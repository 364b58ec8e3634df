// A rating. Properties: value 0-5, readonly, label. Event: change { value }.
Component({
  properties: { value: Number, readonly: Boolean, label: { type: String, value: '满意程度' } },
  data: { names: ['很不满意', '不满意', '一般', '满意', '很满意'] },
  methods: {
    choose(event) {
      const value = event.currentTarget.dataset.stars
      this.setData({ value })
      this.triggerEvent('change', { value })
    },
  },
})
