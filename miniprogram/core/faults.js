// What is wrong in a form, all of it at once: each field says its own sentence, the frame of the page says how many there
// are and leads to them, and the first one has the finger's place. Whatever is sent and refused with `fields` (api.js) is
// told here by itself; a page tells here what it finds before it sends. What was typed stays.
const telling = require('./telling.js')

const parts = [] // what is filled in on the page in front
const frames = [] // of the pages that show how many; the last is in front
const fen = (name) => name.replace(/_fen$/, '')

const follow = (part) => { unfollow(part); parts.push(part) }
const unfollow = (part) => { if (parts.indexOf(part) >= 0) parts.splice(parts.indexOf(part), 1) }
const watch = (frame) => { unwatch(frame); frames.push(frame) }
const unwatch = (frame) => { if (frames.indexOf(frame) >= 0) frames.splice(frames.indexOf(frame), 1) }

/** Say how many are left; fields that are mended leave by themselves. */
function count() {
  const left = parts.filter((part) => part.data.wrong)
  if (frames.length) frames[frames.length - 1](left.map((part) => String(part.data.label || '')).filter(Boolean), left.length)
}

/**
 * Whether this is the field that a path of the service's speaks of: by its own name, the path's last word, or another name it goes by.
 * @param {any} part
 */
function isMeant({ dataset = {} }, path) {
  const steps = path.split('.')
  const last = steps.slice(-1)[0]
  const line = steps.filter((step) => /^\d+$/.test(step))[0]
  if (line !== undefined && dataset.index !== undefined && String(dataset.index) !== line) return false
  const names = [dataset.name, dataset.key].concat(String(dataset.also || '').split(' ')).filter(Boolean)
  return names.some((name) => name === path || name === last || name === fen(last))
}

/**
 * Tell what is wrong: { path: sentence or sentences }. Gives the paths that have no field on this page: they are told as
 * any other failure is.
 */
function tell(found) {
  clear()
  const paths = Object.keys(found)
  const homeless = paths.filter((path) => {
    const [sentence] = [].concat(found[path])
    const part = typeof sentence === 'string' && parts.filter((one) => isMeant(one, path))[0]
    if (part && !part.data.wrong) part.blame(sentence)
    return !part
  })
  count()
  lead()
  return homeless
}

/** Whether a page finds something wrong before it sends ({ field: sentence, or nothing where it is right }): all of it is told. */
function missing(found) {
  const wrong = Object.keys(found).filter((name) => found[name]).reduce((all, name) => Object.assign(all, { [name]: found[name] }), {})
  if (!Object.keys(wrong).length) return false
  const [first] = tell(wrong)
  if (first) telling.say(wrong[first])
  return true
}

function clear() {
  parts.filter((part) => part.data.wrong).forEach((part) => part.blame(''))
  count()
}

/** Go to the first one from above. */
async function lead() {
  const wrong = parts.filter((part) => part.data.wrong)
  const tops = await Promise.all(wrong.map((part) => part.top()))
  const first = wrong[tops.indexOf(Math.min(...tops))]
  if (first) first.bring()
}

module.exports = { follow, unfollow, watch, unwatch, count, tell, missing, clear, lead }
