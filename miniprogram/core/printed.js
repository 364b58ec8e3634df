// The round code of a thing, to print and put up: scanned in WeChat it opens the thing's page (core/scene.js).
const api = require('./api.js')

/** Show it as a picture, which a long press keeps or sends on; `kind` is venue, activity or market. */
async function show(kind, id) {
  try {
    wx.previewImage({ urls: [await api.download('/printed-codes/' + kind + '/' + id)] })
  } catch (fault) { api.say(fault) }
}

module.exports = { show }
