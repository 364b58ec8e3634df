// The first page: what can be done here.
const services = require('../../core/services.js')

Page({
  data: { services },
  open(event) {
    const { url } = event.currentTarget.dataset
    wx.navigateTo({ url, fail: () => wx.showToast({ title: '这项服务正在准备', icon: 'none' }) })
  },
})
