// What an anonymous tip protects against, and what it cannot.
const { go, replace } = require('../../../core/go.js')

Page({
  send() { replace('/pages/tips/send/send?anonymous=1') },
  receipt() { go('/pages/tips/receipt/receipt') },
})
