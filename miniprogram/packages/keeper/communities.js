// The communities of the district that have a code, for pickers.
const api = require('../../core/api.js')

/** [{ code, name }], in the order of the list. */
async function all() {
  const { items } = await api.get('/places/communities', null, { open: true })
  return items.filter((one) => one.code).map(({ code, name }) => ({ code, name }))
}

module.exports = { all }
