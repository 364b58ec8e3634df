// Sites kept on the phone, to be read without network: those saved by hand first, then the last walk's, the nearest
// first. Together never more than 200 KB; what does not fit is left out.
const storage = require('../../core/storage.js')

const { SAVED_SITES: STORE, CIRCLE } = storage
const MOST = 200 * 1024

const bytes = (one) => encodeURIComponent(JSON.stringify(one)).replace(/%../g, 'x').length

function fitting(sites) {
  let room = MOST - 2
  return sites.filter((one) => {
    room -= bytes(one) + 1
    return room >= 0
  })
}

function put(sites) {
  const held = fitting(sites)
  storage.put(STORE, held)
  return held
}

const all = () => storage.get(STORE) || []
const find = (id) => all().filter((one) => one.id === id)[0] || null
const isOwn = (id) => Boolean((find(id) || {}).own)

/** What of a site's page is worth reading without network; what holds only for the moment is left out. */
function slim(site, day, minutes) {
  const names = ['id', 'name', 'kind', 'address', 'phone', 'place', 'features', 'assured', 'doubted', 'venue', 'note', 'is_sample']
  const one = {}
  names.forEach((name) => { one[name] = site[name] })
  const services = site.services.map(({ id, name, who, how, cost, desk, own_hours }) => ({ id, name, who, how, cost, desk, own_hours }))
  return Object.assign(one, { hours: { known: site.hours.known, sentences: site.hours.sentences, week: [] }, services, keptOn: day, minutes: minutes === undefined ? null : minutes })
}

/** Keep one by hand, before all others. */
const keep = (one) => put([Object.assign({}, one, { own: true })].concat(all().filter(({ id }) => id !== one.id)))

const drop = (id) => put(all().filter((one) => one.id !== id))

/** Keep a walk's sites instead of an earlier walk's; tells how many are on the phone now. */
function keepAround(sites) {
  const own = all().filter((one) => one.own)
  const ids = own.map(({ id }) => id)
  return put(own.concat(sites.filter(({ id }) => ids.indexOf(id) < 0))).length
}

/** What lies within a quarter of an hour of home, as it was counted last. */
const circle = () => storage.get(CIRCLE) || null
const keepCircle = (counted) => storage.put(CIRCLE, counted)

module.exports = { all, find, isOwn, slim, keep, drop, keepAround, circle, keepCircle }
