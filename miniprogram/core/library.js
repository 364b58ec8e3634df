// The base library this client needs: from 2.21.3 on WeChat encrypts what is asked for in storage (2.21.2 gives the
// code of a telephone number, 2.16.0 page-container). The console is told the same (docs/client.md); this is for the
// district that forgot. On an older one nothing that tells who somebody is gets written.
const { ask } = require('./ask.js')
const LEAST = [2, 21, 3]
const WORDS = { title: '微信版本太旧了', content: '更新微信以后再用微家园，您的信息才能加密存放。', confirmText: '去更新', cancelText: '先看看' }

const version = () => (wx.canIUse('getAppBaseInfo') ? wx.getAppBaseInfo() : wx.getSystemInfoSync()).SDKVersion || ''

/** Whether the library in use is older than the least one. */
function isOld() {
  const parts = version().split('.').map(Number)
  const at = LEAST.findIndex((part, place) => part !== (parts[place] || 0))
  return at >= 0 && (parts[at] || 0) < LEAST[at]
}

/** Ask whoever comes with an old WeChat to renew it. */
function watch() {
  if (!isOld()) return
  ask(Object.assign({}, WORDS, {
    success: ({ confirm }) => { if (confirm && wx.canIUse('updateWeChatApp')) wx.updateWeChatApp({ fail: () => {} }) },
  }))
}

module.exports = { isOld, watch, LEAST }
