// A code to show at the door: drawn on the phone, so it works without network. Properties: text (what
// the QR holds; the code if empty), code (the short code people can read out), label, note.
const { png } = require('./png.js')
const { matrix } = require('./matrix.js')

Component({
  properties: { text: { type: null, value: '' }, code: { type: null, value: '' }, label: { type: String, value: '凭证码' }, note: { type: String, value: '出示给工作人员，没有网络也能用' } },
  data: { picture: '', spaced: '' },
  observers: {
    'text, code'(text, code) {
      const held = text || code
      if (!held) return
      this.setData({
        picture: 'data:image/png;base64,' + wx.arrayBufferToBase64(png(matrix(held)).buffer),
        spaced: code.replace(/(.{3,4}?)(?=(.{3})+$)/g, '$1 '),
      })
    },
  },
})
