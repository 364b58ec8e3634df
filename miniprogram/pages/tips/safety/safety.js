// What an anonymous tip protects against, and what it cannot.
const { go } = require('../../../core/go.js')

Page({
  send() { wx.redirectTo({ url: '/pages/tips/send/send?anonymous=1' }) },
  receipt() { go('/pages/tips/receipt/receipt') },
})
