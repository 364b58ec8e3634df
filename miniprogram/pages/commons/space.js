// Which community somebody means: the one in the address, the one they looked at last, the first of theirs.
const api = require('../../core/api.js')
const storage = require('../../core/storage.js')

const STORE = 'commons.space'

/** The rolls I am on, without asking anybody to log in who only looks. */
const mine = () => (api.isKnown() ? api.get('/commons/mine').then(({ items }) => items) : Promise.resolve([]))

const remember = (id) => storage.put(STORE, id)
const forget = () => storage.remove(STORE)

function chosen(asked, memberships) {
  return asked || storage.get(STORE) || (memberships.length ? memberships[0].space.id : '')
}

module.exports = { mine, remember, forget, chosen }
