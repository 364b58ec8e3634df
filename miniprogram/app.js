const api = require('./core/api.js')
const look = require('./core/look.js')

App({
  globalData: {
    // In WeChat the address of the service; in browsers it is where the page came from.
    base: '',
  },
  onLaunch() {
    look.start()
    if (wx.canIUse('getUpdateManager')) wx.getUpdateManager().onUpdateReady(() => wx.getUpdateManager().applyUpdate())
  },
  onShow() { look.refresh() },
  onUnhandledRejection({ reason }) { if (reason && reason.sentence) api.say(reason) },
})
