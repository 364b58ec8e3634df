// form and button: what submits, resets, and asks WeChat for something (open-type).
import { emit, nodeOf } from '../framework.js'
import { defineTag, attribute } from './define.js'
import { opened } from '../wx/open.js'

/** Collect the named values of a form as WeChat does: { name: value }. */
export function valuesOf(form) {
  const values = {}
  for (const element of form.querySelectorAll('*')) {
    const name = element.__wxElement?.data?.name
    if (name && element.__value) values[name] = element.__value()
  }
  return values
}

defineTag('form', {
  properties: { reportSubmit: Boolean, reportSubmitTimeout: Number },
  attached(element) {
    element.noValidate = true
    element.addEventListener('submit', (event) => event.preventDefault())
  },
})

defineTag('button', {
  properties: {
    type: String, size: String, plain: Boolean, disabled: Boolean, loading: Boolean, formType: String,
    openType: String, name: String, lang: String, sessionFrom: String, sendMessageTitle: String,
    appParameter: String, phoneNumberNoQuotaToast: Boolean,
  },
  changed: {
    disabled: (element, value) => { element.disabled = value },
    loading: (element, value) => {
      attribute(element, 'loading', value)
      attribute(element, 'aria-busy', value ? 'true' : '')
    },
    type: (element, value) => attribute(element, 'type', value),
    size: (element, value) => attribute(element, 'size', value),
    plain: (element, value) => attribute(element, 'plain', value),
  },
  attached(element, component) {
    element.addEventListener('click', () => {
      if (component.data.formType) act(element.closest('form'), component.data.formType)
      if (component.data.openType) opened(component.data.openType, component, element)
    })
  },
})

function act(form, kind) {
  if (!form) return
  if (kind === 'submit') return emit(nodeOf(form), 'submit', { value: valuesOf(form) })
  form.querySelectorAll('*').forEach((element) => element.__reset?.())
  emit(nodeOf(form), 'reset', {})
}
