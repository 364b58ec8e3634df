// The phone's storage, which may be full: then what can be fetched again makes room, and what still does not fit
// is remembered until the mini-program is closed. Storage is a help, never the reason why something fails.
const KEPT = 'kept:'
const INDEX = 'kept'
const SAVED_SITES = 'saved-sites'
const spare = {}

const get = (name) => (name in spare ? spare[name] : wx.getStorageSync(name))

/** Keep; says whether it will still be there tomorrow. */
function put(name, value) {
  delete spare[name]
  if (tried(name, value)) return true
  forgetAnswers()
  if (tried(name, value)) return true
  spare[name] = value
  return false
}

function tried(name, value) {
  try {
    wx.setStorageSync(name, value)
    return true
  } catch (_) {
    return false
  }
}

function remove(name) {
  delete spare[name]
  wx.removeStorageSync(name)
}

/** Throw kept answers away: the service gives them again. */
function forgetAnswers() {
  (get(INDEX) || []).forEach((path) => remove(KEPT + path))
  remove(INDEX)
}

module.exports = { get, put, remove, forgetAnswers, KEPT, INDEX, SAVED_SITES }
