// Where a thing stands. Property: items [{ title, note, state: 'done' | 'now' | 'todo' }].
Component({ properties: { items: Array } })
