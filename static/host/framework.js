// glass-easel, the framework that WeChat itself runs, set up once for this browser window.
import * as adapter from './vendor/adapter.js'
import { cross } from './bridge.js'
import { tapped } from './gesture.js'

const TAPS = new Set(['tap', 'longpress', 'submit'])

export const { glassEasel } = adapter
glassEasel.globalOptions.writeIdToDOM = true

const environment = new adapter.MiniProgramEnv()
export const backend = environment.associateBackend(new glassEasel.CurrentWindowBackendContext())
export const space = environment.createCodeSpace('', true)
export const components = space.getComponentSpace()

/** The glass-easel component behind what page code calls `this`. */
export const inner = (caller) => caller._$ || caller

/** The DOM element of a component. */
export const dom = (component) => inner(component).getBackendElement()

/** The nearest glass-easel node of a DOM element, or null. */
export function nodeOf(element) {
  let at = element
  while (at && !at.__wxElement) at = at.parentNode
  return at ? at.__wxElement : null
}

/** Fire a mini-program event on a component, unless it has left its page before the event arrives. */
export function emit(component, name, detail = {}, options = {}) {
  const trigger = () => glassEasel.triggerEvent(inner(component), name, detail, {
    bubbles: false, composed: false, capturePhase: true, ...options,
  })
  cross(() => dom(component) && (TAPS.has(name) ? tapped(trigger) : trigger()))
}
