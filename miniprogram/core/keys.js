// Idempotency keys: one for each action of a person, kept until the server has answered it.
const storage = require('./storage.js')

const STORE = 'keys'
const KEPT = 24 * 3600 * 1000

/** A new random key of 32 characters. */
function fresh() {
  let text = ''
  while (text.length < 32) text += Math.floor(Math.random() * 0x100000000).toString(36)
  return text.slice(0, 32)
}

/** What makes two taps the same action: the call and what it says. */
const actionOf = (method, path, body) => method + ' ' + path + ' ' + JSON.stringify(body === undefined ? null : body)

function kept() {
  const all = storage.get(STORE) || {}
  const oldest = Date.now() - KEPT
  Object.keys(all).forEach((action) => { if (all[action].at < oldest) delete all[action] })
  return all
}

/** The key of an action that has had no answer yet, or a new one. */
function keyFor(action) {
  const all = kept()
  if (!all[action]) {
    all[action] = { key: fresh(), at: Date.now() }
    storage.put(STORE, all)
  }
  return all[action].key
}

/** The server has answered: the next tap is a new action. */
function forget(action) {
  const all = kept()
  delete all[action]
  storage.put(STORE, all)
}

module.exports = { fresh, actionOf, keyFor, forget }
