// A drawing of our own beside words that say the same: home (as wide as the page), empty, done, refused.
Component({ properties: { name: { type: String, value: 'empty' } } })
