// Hands that shake: a finger comes down twice, or on something that has appeared in between and that nobody aimed
// at. So a tap that echoes another means nothing, what has just changed takes no taps, and nothing is pressed while
// something is being sent. Every page-frame follows and shuts itself; whatever changes a page says `changed()`.
const steady = { echo: 400, rest: 600 } // milliseconds; a shaking finger comes down again within 350
const ANSWERED = 30000 // within which what fails is what was pressed for
const SAME_TAP = 50 // milliseconds in which one tap reaches everything that hears it

const watching = new Set()
let feltAt = 0
let feltOn = null
let countedAt = 0
let shutUntil = 0
let sending = 0
let refreshing = 0
let opening = null

const front = () => getCurrentPages().slice(-1)[0]
const isShut = () => sending > 0 || Date.now() < shutUntil
const now = () => ({ shut: isShut(), sending: sending > 0, refreshing: refreshing > 0 })

/** Tell every frame whether it takes taps, and again when it does once more. */
function tell() {
  clearTimeout(opening)
  const state = now()
  watching.forEach((hear) => hear(state))
  if (state.shut && !state.sending) opening = setTimeout(tell, Math.max(shutUntil - Date.now(), 0) + 1)
}

function rest(milliseconds) {
  if (!milliseconds) return
  shutUntil = Math.max(shutUntil, Date.now() + milliseconds)
  tell()
}

/** Something else stands there now: nothing is tapped until it could be seen. */
const changed = () => rest(steady.rest)

/** A tap has come, before anything acts on it. */
function felt() {
  feltAt = Date.now()
  feltOn = front()
  if (feltAt - countedAt < steady.echo || (steady.rest && isShut())) return
  countedAt = feltAt
  rest(steady.echo)
}

/** Whether the tap that is being answered only echoes another, or came to what had just changed. */
const isEcho = () => countedAt !== feltAt && Date.now() - feltAt < SAME_TAP

/** Whether the person has just pressed for something on the page in front. */
const isAsked = () => feltOn !== null && feltOn === front() && Date.now() - feltAt < ANSWERED

/** Take no taps while something is being sent, nor at once when the answer has changed the page. */
async function during(work) {
  sending += 1
  tell()
  try {
    return await work
  } finally {
    sending -= 1
    if (steady.rest) changed()
    else tell()
  }
}

/** What stands there is being asked for anew: it stays, and is shown to be the old one. */
async function renewing(work) {
  refreshing += 1
  tell()
  try {
    return await work
  } finally {
    refreshing -= 1
    tell()
  }
}

/** `hear` gets { shut, sending, refreshing } now and whenever it changes. */
const watch = (hear) => { watching.add(hear); hear(now()) }
const unwatch = (hear) => watching.delete(hear)

module.exports = Object.assign(steady, { changed, felt, isEcho, isAsked, during, renewing, watch, unwatch })
