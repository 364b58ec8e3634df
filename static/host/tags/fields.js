// input and textarea: the host element is the real field.
import { emit } from '../framework.js'
import { defineTag, attribute } from './define.js'

const KEYBOARDS = {
  number: 'numeric', digit: 'decimal', idcard: 'text', text: 'text', tel: 'tel', nickname: 'text',
  'safe-password': 'text',
}
const properties = {
  name: String, value: String, type: String, password: Boolean, placeholder: String,
  placeholderStyle: String, placeholderClass: String, disabled: Boolean,
  maxlength: { type: Number, value: 140 }, focus: Boolean, autoFocus: Boolean, autoHeight: Boolean,
  confirmType: String, confirmHold: Boolean, cursorSpacing: Number, adjustPosition: Boolean,
  showConfirmBar: Boolean, fixed: Boolean, cursor: Number, selectionStart: Number,
  selectionEnd: Number, alwaysEmbed: Boolean, holdKeyboard: Boolean, disableDefaultPadding: Boolean,
}
const changed = {
  value: (element, value) => { if (element.value !== String(value)) element.value = value },
  placeholder: (element, value) => attribute(element, 'placeholder', value),
  name: (element, value) => attribute(element, 'name', value),
  disabled: (element, value) => { element.disabled = value },
  maxlength: (element, value) => limit(element, value),
  password: (element, value) => { if (element.tagName === 'INPUT') element.type = value ? 'password' : 'text' },
  type: (element, value) => { if (element.tagName === 'INPUT') element.inputMode = KEYBOARDS[value] || 'text' },
  confirmType: (element, value) => attribute(element, 'enterkeyhint', value === 'return' ? 'enter' : value),
  focus: (element, value) => { if (value) queueMicrotask(() => element.focus()) },
  autoHeight: (element) => grow(element),
}

function limit(element, length) {
  if (length >= 0) element.maxLength = length
  else element.removeAttribute('maxlength')
}

function grow(element) {
  if (element.tagName === 'TEXTAREA') element.dataset.grows = 'true'
}

function attached(element, component) {
  element.autocomplete = 'off'
  limit(element, component.data.maxlength)
  if (component.data.autoFocus) queueMicrotask(() => element.focus())
  element.__value = () => element.value
  element.__reset = () => { element.value = ''; component.setData({ value: '' }) }
  element.addEventListener('input', () => {
    component.setData({ value: element.value })
    emit(component, 'input', { value: element.value, cursor: element.selectionStart })
  })
  element.addEventListener('focus', () => emit(component, 'focus', { value: element.value, height: 0 }))
  element.addEventListener('blur', () => emit(component, 'blur', { value: element.value, cursor: element.selectionStart }))
  element.addEventListener('keydown', (event) => {
    const confirms = event.key === 'Enter' && !event.isComposing && element.tagName === 'INPUT'
    if (!confirms) return
    event.preventDefault()
    emit(component, 'confirm', { value: element.value })
    if (!component.data.confirmHold) element.blur()
  })
}

defineTag('input', { properties, changed, attached })
defineTag('textarea', { properties, changed, attached })
