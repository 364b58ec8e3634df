// Answers kept on the phone, so that a ticket can be shown and a list be read without network.
const PREFIX = 'kept:'
const INDEX = 'kept'
const MOST = 30

/** Keep an answer; the oldest go when there are more than 30. */
function keep(path, answer) {
  const paths = (wx.getStorageSync(INDEX) || []).filter((one) => one !== path).concat([path])
  while (paths.length > MOST) wx.removeStorageSync(PREFIX + paths.shift())
  wx.setStorageSync(PREFIX + path, answer)
  wx.setStorageSync(INDEX, paths)
}

/** The kept answer, or null. */
const find = (path) => wx.getStorageSync(PREFIX + path) || null

/** Throw everything away: somebody else may use this phone. */
function clear() {
  (wx.getStorageSync(INDEX) || []).forEach((path) => wx.removeStorageSync(PREFIX + path))
  wx.removeStorageSync(INDEX)
}

module.exports = { keep, find, clear }
