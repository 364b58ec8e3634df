// Answers kept on the phone, so that a ticket can be shown and a list be read without network.
const storage = require('./storage.js')

const { KEPT: PREFIX, INDEX } = storage
const MOST = 30

/** Keep an answer; the oldest go when there are more than 30. */
function keep(path, answer) {
  const paths = (storage.get(INDEX) || []).filter((one) => one !== path).concat([path])
  while (paths.length > MOST) storage.remove(PREFIX + paths.shift())
  storage.put(INDEX, paths)
  storage.seal(PREFIX + path, answer)
}

/** The kept answer, or null. */
const find = (path) => storage.unseal(PREFIX + path)

module.exports = { keep, find }
