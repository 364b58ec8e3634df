// What one has just done, and what comes next. Properties: title, note, steps (as of the component steps).
Component({ properties: { title: { type: null, value: '' }, note: { type: null, value: '' }, steps: Array } })
