// A small picture in the colour of the text around it. Names: see glyph.wxss.
Component({
  properties: { name: String, size: { type: Number, value: 1.2 } },
})
