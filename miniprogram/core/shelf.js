// Answers kept on the phone, so that a ticket can be shown and a list be read without network.
const storage = require('./storage.js')

const { KEPT: PREFIX, INDEX } = storage
const MOST = 30

/** Keep an answer; the oldest go when there are more than 30. */
function keep(path, answer) {
  const paths = (storage.get(INDEX) || []).filter((one) => one !== path).concat([path])
  while (paths.length > MOST) storage.remove(PREFIX + paths.shift())
  if (storage.put(PREFIX + path, answer)) storage.put(INDEX, paths)
}

/** The kept answer, or null. */
const find = (path) => storage.get(PREFIX + path) || null

/** Throw everything away: somebody else may use this phone. */
const clear = storage.forgetAnswers

module.exports = { keep, find, clear }
