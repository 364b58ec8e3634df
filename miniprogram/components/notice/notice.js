// A remark set apart. Properties: text, kind (plain | good | warn | bad). Slot: after the text.
Component({ properties: { text: { type: null, value: '' }, kind: { type: String, value: 'plain' } } })
