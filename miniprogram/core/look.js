// How the person wants to see things: 长者版 or not, and how large. Pages follow at once.
const storage = require('./storage.js')

const STORE = 'look'
const STEPS = [17, 20, 24, 30]
const ELDER_STEP = 2
const watching = new Set()
let state = { elder: false, step: 0, asked: false }

/** The step that comes nearest to the text size set in WeChat. */
function stepOfWeChat() {
  const { fontSizeScaleFactor = 1 } = wx.canIUse('getAppBaseInfo') ? wx.getAppBaseInfo() : {} // since 2.20.1
  const wanted = 17 * fontSizeScaleFactor
  return STEPS.reduce((best, size, step) => (Math.abs(size - wanted) < Math.abs(STEPS[best] - wanted) ? step : best), 0)
}

function start() {
  state = Object.assign({ elder: false, asked: false, step: null }, storage.get(STORE) || {})
}

/** What pages show: { elder, step, size, asked }. */
function now() {
  const wished = state.step === null || state.step === undefined ? stepOfWeChat() : state.step
  const step = state.elder ? Math.max(wished, ELDER_STEP) : wished
  return { elder: state.elder, step, size: STEPS[step], asked: state.asked }
}

function set(change) {
  Object.assign(state, change)
  storage.put(STORE, state)
  refresh()
}

const refresh = () => watching.forEach((tell) => tell(now()))
const watch = (tell) => { watching.add(tell); tell(now()) }
const unwatch = (tell) => watching.delete(tell)

/** Take over how this person likes to read, unless it was chosen on this phone already. */
function adopt(resident) {
  if (!state.asked && resident && resident.elderly_mode) set({ elder: true, asked: true, step: resident.font_step || null })
}

/** Turn 长者版 on or off; the offer on the first page is then answered. */
const setElder = (elder) => set({ elder, asked: true, step: null })
const setStep = (step) => set({ step })

module.exports = { start, now, watch, unwatch, refresh, adopt, setElder, setStep, STEPS }
