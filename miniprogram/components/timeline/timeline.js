// What happened, newest first. Property: items [{ at, title, text, by }].
Component({ properties: { items: Array } })
