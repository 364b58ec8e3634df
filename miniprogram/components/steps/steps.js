// Where a thing stands. Property: items [{ title, note, state: 'done' | 'now' | 'next' | 'todo' }].
Component({ properties: { items: Array } })
