// Tags that hold other things: view, text, label, cover-view, navigator, page-meta, match-media.
import { dom, inner } from '../framework.js'
import { defineTag, attribute } from './define.js'
import { follow } from '../navigation.js'

for (const tag of ['view', 'cover-view', 'root-portal']) {
  defineTag(tag, { properties: { enable: Boolean } })
}

defineTag('text', {
  properties: { selectable: Boolean, userSelect: Boolean, decode: Boolean, space: String },
  changed: {
    selectable: (element, value) => { element.dataset.selectable = value },
    userSelect: (element, value) => { element.dataset.selectable = value },
    space: (element, value) => { element.dataset.space = value },
  },
})

defineTag('label', {
  properties: { for: String },
  changed: { for: (element, id, component) => queueMicrotask(() => point(element, id, component)) },
})

/** Join a label to its control: the real input, which may stand inside the tag it names. */
function point(element, id, component) {
  const target = inner(component).ownerShadowRoot?.querySelector('#' + id)?.getBackendElement()
  if (!target) return
  const control = target.matches('input,textarea,button') ? target : target.querySelector('input,select')
  if (!control) return
  control.id ||= 'control-' + Math.random().toString(36).slice(2)
  element.setAttribute('for', control.id)
}

defineTag('navigator', {
  properties: {
    url: String, openType: { type: String, value: 'navigate' }, delta: { type: Number, value: 1 },
    target: String, appId: String, path: String,
  },
  attached(element, component) {
    element.setAttribute('role', 'link')
    element.tabIndex = 0
    element.addEventListener('click', () => {
      const { openType, url, delta } = component.data
      follow(openType, { url, delta })
    })
  },
})

defineTag('page-meta', {
  properties: { pageStyle: String, rootFontSize: String, backgroundColor: String, scrollTop: String },
  changed: {
    pageStyle: (element, value) => attribute(element.closest('page') || element, 'style', value),
  },
  attached(element, component) {
    const page = element.closest('page')
    if (page) attribute(page, 'style', component.data.pageStyle)
  },
})

defineTag('match-media', {
  properties: { minWidth: Number, maxWidth: Number, width: Number, orientation: String },
  attached(element, component) {
    const { minWidth, maxWidth, orientation } = component.data
    const parts = [
      minWidth && `(min-width: ${minWidth}px)`,
      maxWidth && `(max-width: ${maxWidth}px)`,
      orientation && `(orientation: ${orientation})`,
    ].filter(Boolean)
    const query = matchMedia(parts.join(' and '))
    const apply = () => { dom(component).hidden = !query.matches }
    query.addEventListener('change', apply)
    apply()
  },
})
