// What a page is opened with: a link's query, or the 32 characters of a printed round code (scene). There an id
// stands without its dashes, which is exactly 32, and anything else as a query of its own (c=…).
const ID = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/

/** The query that a page understands: `onLoad(options) { const { id } = openedWith(options) }`. */
function openedWith(options) {
  const scene = decoded(options.scene || '')
  if (!scene) return options
  const id = ID.exec(scene.toLowerCase())
  return Object.assign({}, options, id ? { id: id.slice(1).join('-') } : queryOf(scene))
}

function decoded(text) {
  try { return decodeURIComponent(text) } catch (_) { return '' }
}

function queryOf(text) {
  const query = {}
  text.split('&').forEach((pair) => {
    const at = pair.indexOf('=')
    if (at > 0) query[pair.slice(0, at)] = pair.slice(at + 1)
  })
  return query
}

module.exports = { openedWith }
