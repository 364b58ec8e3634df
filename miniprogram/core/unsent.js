// What somebody has written into a long field and not sent: it lies sealed on the phone, so that the gesture back, a
// new version or WeChat's own end takes nothing away. Every long `field` that is told what it is about keeps here
// by itself; api.js says what has been sent, and that is thrown away.
const draft = require('./draft.js')
const storage = require('./storage.js')

const PREFIX = 'field:'
const PASSING = ['fresh'] // tells how one came, not where one is
const SURE = 8 // letters from which words inside longer words are the same ones
const written = {}
storage.remembers(() => Object.keys(written).forEach((name) => { delete written[name] }))

const front = () => getCurrentPages().slice(-1)[0]

/** Whether the page in front is still being loaded. */
const isLoading = () => Boolean(front() && front().data && front().data.loading)

/** Where the page in front is, as part of a name: its route and what it was opened with. */
function here() {
  const page = front()
  const options = (page && page.options) || {}
  const query = Object.keys(options).filter((name) => PASSING.indexOf(name) < 0).sort().map((name) => name + '=' + options[name])
  return [page ? page.route : ''].concat(query).join('&')
}

function keep(name, text) {
  if (!text) return forget(name)
  written[name] = text
  return draft.save(PREFIX + name, text)
}

function forget(name) {
  delete written[name]
  draft.clear(PREFIX + name)
}

/** What was written here last, or ''. */
async function find(name) {
  const text = await draft.load(PREFIX + name) || ''
  if (text) written[name] = text
  return text
}

/** Throw away what these words hold: they have arrived. */
function sent(body) {
  const said = wordsOf(body)
  const arrived = (text) => said.some((one) => one === text || (text.length >= SURE && one.indexOf(text) >= 0))
  Object.keys(written).filter((name) => arrived(written[name].trim())).forEach(forget)
}

/** Every string in a body, however deep. */
function wordsOf(value) {
  if (typeof value === 'string') return [value.trim()]
  if (!value || typeof value !== 'object') return []
  return [].concat(...Object.keys(value).map((name) => wordsOf(value[name])))
}

module.exports = { here, isLoading, keep, forget, find, sent }
