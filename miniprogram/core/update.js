// A new version is ready: the person says when, a form may be half filled in, and not every page keeps it. Where it
// cannot be fetched the old one goes on working.
const log = require('./log.js')
const { ask } = require('./ask.js')

const WORDS = { title: '微家园有新版本', content: '现在换上新版本？正在写的，请先发出去。', confirmText: '现在更新', cancelText: '过一会儿' }

function watch() {
  if (!wx.canIUse('getUpdateManager')) return
  const manager = wx.getUpdateManager()
  manager.onUpdateReady(() => ask(Object.assign({}, WORDS, {
    success: ({ confirm }) => { if (confirm) manager.applyUpdate() },
  })))
  manager.onUpdateFailed(() => log.warn('update failed', ''))
}

module.exports = { watch }
