// A word about a state. Properties: text, kind (plain | good | warn | bad).
Component({ properties: { text: { type: null, value: '' }, kind: { type: String, value: 'plain' } } })
