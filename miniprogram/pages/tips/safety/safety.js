// What an anonymous tip protects against, and what it cannot.
Page({
  send() { wx.redirectTo({ url: '/pages/tips/send/send?anonymous=1' }) },
  receipt() { wx.navigateTo({ url: '/pages/tips/receipt/receipt' }) },
})
