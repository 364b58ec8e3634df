const api = require('./core/api.js')
const draft = require('./core/draft.js')
const library = require('./core/library.js')
const log = require('./core/log.js')
const look = require('./core/look.js')
const update = require('./core/update.js')

App({
  onLaunch() {
    look.start()
    draft.sweep()
    update.watch()
    library.watch()
  },
  onShow() { look.refresh() },
  /** A link or a code of an older version names a page that is gone. */
  onPageNotFound({ path }) {
    log.warn('page not found', path)
    wx.switchTab({ url: '/pages/home/home', success: () => wx.showToast({ title: '这一页已经没有了，请从首页找', icon: 'none', duration: 3000 }) })
  },
  onError(message) { log.error('script', message) },
  onUnhandledRejection(event) {
    const reason = /** @type {any} */ (event.reason)
    if (reason && reason.sentence) api.say(reason)
    else log.error('promise', (reason && (reason.stack || reason.errMsg || reason.message)) || String(reason))
  },
})
