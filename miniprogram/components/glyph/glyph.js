// A small picture in the colour of the text around it. Names: see glyph.wxss.
Component({
  properties: { name: { type: null, value: '' }, size: { type: Number, value: 1.2 } },
})
