// Where somebody stands, for this run of the mini-program alone: never stored, never in the address of a page. A
// thousandth of a degree, about 100 m, is all that leaves the phone.
const place = require('../../core/place.js')
const storage = require('../../core/storage.js')

let spot = null

const rounded = (degrees) => Number(degrees.toFixed(3))

/** Ask the phone, for whoever has just pressed a button for it: { lng, lat, datum } to 100 m, or null. */
async function find() {
  const found = await place.here()
  spot = found && { lng: rounded(found.lng), lat: rounded(found.lat), datum: found.datum }
  return spot
}

function forget() { spot = null }
storage.remembers(forget)

/** The part of a query that says where; nothing where nobody asked. */
const asked = () => (spot ? { near: spot.lng.toFixed(3) + ',' + spot.lat.toFixed(3), datum: spot.datum } : {})

module.exports = { find, forget, asked, known: () => spot }
