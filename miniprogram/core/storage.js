// The phone's storage, which may be full: then what can be fetched again makes room, and what still does not fit
// is remembered until the mini-program is closed. Storage is a help, never the reason why something fails.
// Names, birth dates and whatever else tells who somebody is are sealed: WeChat encrypts them (since 2.21.3).
const library = require('./library.js')

const KEPT = 'kept:'
const INDEX = 'kept'
const SAVED_SITES = 'saved-sites'
const CIRCLE = 'saved-circle'
const memories = [] // what modules remember beside it, and how they forget
const spare = {}
const sealed = {}

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
  delete sealed[name]
  wx.removeStorageSync(name)
}

/** Keep what tells who somebody is; at hand at once, on the phone a moment later. */
function seal(name, value) {
  sealed[name] = value
  if (library.isOld()) return wx.removeStorageSync(name)
  const success = () => { if (!(name in sealed)) wx.removeStorageSync(name) } // taken away while it was being written
  const write = (fail) => wx.setStorage({ key: name, data: value, encrypt: true, success, fail })
  write(() => {
    forgetAnswers()
    if (sealed[name] === value) write(() => {})
  })
  return undefined
}

/** What was sealed under this name, or null. */
const unseal = (name) => new Promise((done) => {
  if (name in sealed) done(sealed[name])
  else wx.getStorage({ key: name, encrypt: true, success: ({ data }) => done(data), fail: () => done(null) })
})

/** Throw kept answers away: the service gives them again. */
function forgetAnswers() {
  (get(INDEX) || []).forEach((path) => remove(KEPT + path))
  remove(INDEX)
}

/** A module that remembers something of a person says here how it forgets. */
const remembers = (forget) => memories.push(forget)

/** Forget what modules remember: somebody has left, or somebody else is here. */
const forgetMemories = () => memories.forEach((forget) => forget())

/** Forget everything: somebody has left. */
function clear() {
  forgetMemories()
  ;[spare, sealed].forEach((held) => Object.keys(held).forEach((name) => { delete held[name] }))
  wx.clearStorageSync()
}

module.exports = { get, put, remove, seal, unseal, forgetAnswers, forgetMemories, remembers, clear, KEPT, INDEX, SAVED_SITES, CIRCLE }
