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

/** An action in few letters that tell nothing of it: it may carry names and numbers, and lies on the phone for a day. */
const markOf = (action) => digest(action, 1) + digest(action, 2)

function digest(text, seed) {
  let [one, two] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed]
  for (let at = 0; at < text.length; at += 1) {
    one = Math.imul(one ^ text.charCodeAt(at), 2654435761)
    two = Math.imul(two ^ text.charCodeAt(at), 1597334677)
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909)
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909)
  return (two >>> 0).toString(36) + (one >>> 0).toString(36)
}

function kept() {
  const all = storage.get(STORE) || {}
  const oldest = Date.now() - KEPT
  Object.keys(all).forEach((mark) => { if (all[mark].at < oldest) delete all[mark] })
  return all
}

/** The key of an action that has had no answer yet, or a new one. */
function keyFor(action) {
  const [all, mark] = [kept(), markOf(action)]
  if (!all[mark]) {
    all[mark] = { key: fresh(), at: Date.now() }
    storage.put(STORE, all)
  }
  return all[mark].key
}

/** The server has answered: the next tap is a new action. */
function forget(action) {
  const all = kept()
  delete all[markOf(action)]
  storage.put(STORE, all)
}

module.exports = { fresh, actionOf, keyFor, forget }
