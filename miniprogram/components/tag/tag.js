// A word about a state. Properties: text, kind (plain | good | warn | bad).
Component({ properties: { text: String, kind: { type: String, value: 'plain' } } })
