// What is true of this district and of no other, as the service tells it; kept on the phone.
const api = require('./api.js')
const storage = require('./storage.js')

const KEPT = 'district'
const UNKNOWN = { telephones: { hotline: { number: '12345' } }, words: {} } // 12345 is the line of every city
const COUNTRY = { lng: 104.2, lat: 35.9, datum: 'gcj02' }

/** What the phone knows already; an older version kept less. */
const known = () => Object.assign({}, UNKNOWN, storage.get(KEPT))

/** The district as the service tells it now, or as it was known where the service cannot be reached. */
async function ask() {
  try {
    storage.put(KEPT, await api.get('/places/district', null, { open: true }))
  } catch (fault) { /* what was known stands */ }
  return known()
}

/** The district's own code, for what belongs to no community; asked for where this phone does not know it yet. */
async function code() {
  if (!known().code) storage.put(KEPT, await api.get('/places/district', null, { open: true }))
  return known().code
}

/** Where a map begins as long as nobody has said a place: nobody's place, only a view. */
const middle = () => known().centre || COUNTRY

module.exports = { ask, code, known, middle }
