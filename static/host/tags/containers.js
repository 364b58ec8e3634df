// page-container: while one is shown, going back closes it and leaves the page. Its overlay and its ways of coming
// are not drawn: the client uses it only to hear of going back.
import { emit } from '../framework.js'
import { standOver } from '../navigation.js'
import { defineTag } from './define.js'

const shown = new Map()

function leave(component) {
  shown.get(component)?.()
  shown.delete(component)
}

function follow(component) {
  leave(component)
  if (component.data.show) shown.set(component, standOver(() => emit(component, 'beforeleave', {})))
}

defineTag('page-container', {
  properties: { show: Boolean, duration: Number, zIndex: Number, overlay: { type: Boolean, value: true }, position: String, round: Boolean, customStyle: String },
  changed: { show: (_element, _value, component) => { if (shown.has(component)) follow(component) } },
  attached: (_element, component) => follow(component),
  detached: (_element, component) => leave(component),
})
