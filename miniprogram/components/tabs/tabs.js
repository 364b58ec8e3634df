// A choice of views. Properties: items [{ id, text }], chosen (id), label. Event: change { id }.
Component({
  properties: { items: Array, chosen: { type: null, value: '' }, label: { type: String, value: '分类' } },
  methods: {
    choose(event) {
      const { id } = event.currentTarget.dataset
      if (id === this.data.chosen) return
      this.setData({ chosen: id })
      this.triggerEvent('change', { id })
    },
  },
})
