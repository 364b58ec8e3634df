// DOM events become mini-program events. One click listener serves mouse, touch, keyboard, screen
// readers and tests alike: a click is a tap.
import { emit, nodeOf } from './framework.js'

const LONG_PRESS = 350
const NATIVE_KEYS = 'input,button,select,textarea,a,summary'

let labelled = null
let pressed = null

function touchesOf(event) {
  const { clientX, clientY, pageX, pageY } = event.touches?.[0] || event.changedTouches?.[0] || event
  return [{ identifier: 0, clientX, clientY, pageX, pageY }]
}

function tell(event, name, extra = {}) {
  const node = nodeOf(event.target)
  if (!node || event.target.closest?.(':disabled')) return
  const touches = touchesOf(event)
  emit(node, name, { x: touches[0].clientX, y: touches[0].clientY }, {
    bubbles: true, composed: true, originalEvent: event,
    extraFields: { touches, changedTouches: touches, ...extra },
  })
}

/** A click on a label is followed by one on its control: that is one tap, not two. */
function isEcho(event) {
  if (labelled && labelled.contains(event.target)) {
    labelled = null
    return true
  }
  const control = event.target.closest?.('label')?.control
  if (control && !control.contains(event.target)) {
    labelled = control
    setTimeout(() => { labelled = null })
  }
  return false
}

function onClick(event) {
  if (!isEcho(event)) tell(event, 'tap')
}

/** Keys act on whatever says it is a button, a link or the like. */
function onKey(event) {
  const target = event.target
  if (event.key !== 'Enter' && event.key !== ' ') return
  if (!target.getAttribute?.('role') || target.tabIndex !== 0 || target.matches(NATIVE_KEYS)) return
  event.preventDefault()
  target.click()
}

function hover(event, on) {
  const element = event.target.closest?.('[data-hover]')
  if (!element || element.dataset.hover === 'none') return
  const node = nodeOf(element)
  const name = element.dataset.hover
  if (name) node.classList.toggle(name, on)
}

function startPress(event) {
  tell(event, 'touchstart')
  hover(event, true)
  const node = nodeOf(event.target)
  pressed = setTimeout(() => {
    if (!node) return
    tell(event, 'longpress')
    tell(event, 'longtap')
  }, LONG_PRESS)
}

function endPress(event, name) {
  clearTimeout(pressed)
  tell(event, name)
  hover(event, false)
}

export function listen() {
  document.addEventListener('click', onClick)
  document.addEventListener('keydown', onKey)
  const passive = { passive: true }
  document.addEventListener('touchstart', startPress, passive)
  document.addEventListener('touchmove', (event) => { clearTimeout(pressed); tell(event, 'touchmove') }, passive)
  document.addEventListener('touchend', (event) => endPress(event, 'touchend'), passive)
  document.addEventListener('touchcancel', (event) => endPress(event, 'touchcancel'), passive)
}
