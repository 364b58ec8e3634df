// How a built-in tag is made: the component's host element is a real DOM element of the same name,
// so that tag selectors, screen readers and tests see what they expect.
import { components, dom, inner } from '../framework.js'

export const tags = new Set()

const ARIA = [
  'atomic', 'busy', 'checked', 'controls', 'current', 'describedby', 'disabled', 'expanded',
  'haspopup', 'hidden', 'invalid', 'label', 'labelledby', 'level', 'live', 'modal', 'multiselectable',
  'orientation', 'pressed', 'readonly', 'required', 'selected', 'valuemax', 'valuemin', 'valuenow',
  'valuetext',
]
const REFERENCES = new Set(['controls', 'describedby', 'labelledby'])
const FOCUSABLE = /^(button|link|tab|switch|checkbox|radio|menuitem|option|slider)$/
const camel = (name) => 'aria' + name[0].toUpperCase() + name.slice(1)

/** Write an attribute, or take it away when there is nothing to say. */
export function attribute(element, name, value) {
  if (value === '' || value == null || value === false) element.removeAttribute(name)
  else element.setAttribute(name, value === true ? '' : value)
}

/** Turn the ids a page wrote into the ids that stand in the document. */
function referenced(component, ids) {
  const root = inner(component).ownerShadowRoot
  const find = (id) => root && root.querySelector('#' + id)
  return ids.split(/\s+/).map((id) => find(id)?.getBackendElement()?.id || id).join(' ')
}

/** Point an attribute at other elements once they are all in the document. */
export function refer(component, name, ids) {
  queueMicrotask(() => {
    const element = dom(component)
    if (element) attribute(element, name, ids && referenced(component, ids))
  })
}

const observers = {
  hidden(value) { dom(this).hidden = Boolean(value) },
  hoverClass(value) { dom(this).dataset.hover = value },
  ariaRole(value) {
    attribute(dom(this), 'role', value)
    if (FOCUSABLE.test(value) && !dom(this).matches('button,input,textarea')) dom(this).tabIndex = 0
  },
}
const properties = {
  hidden: Boolean, hoverClass: String, hoverStartTime: Number, hoverStayTime: Number,
  hoverStopPropagation: Boolean, ariaRole: String,
}
for (const name of ARIA) {
  properties[camel(name)] = null
  observers[camel(name)] = function (value) {
    const said = typeof value === 'boolean' ? String(value) : value
    if (REFERENCES.has(name)) refer(this, 'aria-' + name, said)
    else attribute(dom(this), 'aria-' + name, said)
  }
}

/** Words may be missing: WeChat then writes nothing, and so do we. */
function lenient(types) {
  const asText = ([name, type]) => [name, type === String ? { type: null, value: '' } : type]
  return Object.fromEntries(Object.entries(types).map(asText))
}

/**
 * Define a built-in tag. `changed` maps a property to (element, value, component); `attached` and
 * `detached` get (element, component).
 */
export function defineTag(tag, definition = {}) {
  const watch = { ...observers }
  for (const [name, react] of Object.entries(definition.changed || {})) {
    const usual = observers[name]
    watch[name] = function (value) {
      if (usual) usual.call(this, value)
      react(dom(this), value ?? '', this)
    }
  }
  const made = components.defineComponent({
    is: 'wx-' + tag,
    options: { writeIdToDOM: true },
    properties: lenient({ ...properties, ...definition.properties }),
    observers: watch,
    lifetimes: {
      attached() { definition.attached?.(dom(this), this) },
      detached() { definition.detached?.(dom(this), this) },
    },
  })
  components.setGlobalUsingComponent(tag, made.general())
  tags.add(tag)
}

/** Give a control's label to the real input inside it, and take it from the outside. */
export function lendLabel(outer, control, component, usual = '') {
  const label = component.data.ariaLabel || usual
  outer.removeAttribute('aria-label')
  attribute(control, 'aria-label', label)
}
