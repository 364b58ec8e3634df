// A sheet of paper. Properties: title, note. Slots: (content), side (beside the title), foot.
Component({
  options: { multipleSlots: true },
  properties: { title: { type: null, value: '' }, note: { type: null, value: '' } },
})
