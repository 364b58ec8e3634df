// switch, checkbox, radio, slider: each wraps a real <input>, so keyboards and readers work.
import { emit, nodeOf } from '../framework.js'
import { make } from '../html.js'
import { defineTag, lendLabel } from './define.js'

let groups = 0

function defineChoice(tag, type, role) {
  defineTag(tag, {
    properties: { checked: Boolean, disabled: Boolean, value: String, color: String, name: String, type: String },
    changed: {
      checked: (element, value) => { if (element.__input) element.__input.checked = value },
      disabled: (element, value) => { if (element.__input) element.__input.disabled = value },
      ariaLabel: (element, _value, component) => {
        if (element.__input) lendLabel(element, element.__input, component)
      },
    },
    attached(element, component) {
      const { checked, disabled } = component.data
      const input = make('input', { type, class: 'wx-inner', role })
      Object.assign(input, { checked, disabled })
      lendLabel(element, input, component)
      if (type === 'radio') input.name = element.closest('radio-group')?.__group || 'alone'
      input.addEventListener('change', () => chosen(element, component, input))
      element.__input = input
      element.__value = () => input.checked
      element.__reset = () => { input.checked = false; component.setData({ checked: false }) }
      element.prepend(input)
    },
  })
}

/** Tell the group, or the page where there is no group; radios let go of their neighbours. */
function chosen(element, component, input) {
  component.setData({ checked: input.checked })
  const group = element.closest('radio-group,checkbox-group')
  if (!group) return emit(component, 'change', { value: input.checked })
  if (input.type === 'radio') {
    for (const other of group.querySelectorAll('radio')) {
      if (other !== element) nodeOf(other).setData({ checked: false })
    }
  }
  emit(nodeOf(group), 'change', { value: group.__value() })
}

defineChoice('switch', 'checkbox', 'switch')
defineChoice('checkbox', 'checkbox')
defineChoice('radio', 'radio')

const chosenIn = (group, tag) =>
  [...group.querySelectorAll(tag)].filter((one) => one.__input.checked).map((one) => nodeOf(one).data.value)

defineTag('radio-group', {
  properties: { name: String },
  attached(element, component) {
    groups += 1
    element.__group = 'group-' + groups
    if (!component.data.ariaRole) element.setAttribute('role', 'radiogroup')
    element.__value = () => chosenIn(element, 'radio')[0] || ''
    element.querySelectorAll('radio > input').forEach((input) => { input.name = element.__group })
  },
})

defineTag('checkbox-group', {
  properties: { name: String },
  attached(element, component) {
    if (!component.data.ariaRole) element.setAttribute('role', 'group')
    element.__value = () => chosenIn(element, 'checkbox')
  },
})

defineTag('slider', {
  properties: {
    min: Number, max: { type: Number, value: 100 }, step: { type: Number, value: 1 }, value: Number,
    disabled: Boolean, showValue: Boolean, name: String, activeColor: String, backgroundColor: String,
    blockSize: Number, blockColor: String,
  },
  changed: {
    value: (element, value) => slide(element, value),
    ariaLabel: (element, _value, component) => {
      if (element.__input) lendLabel(element, element.__input, component, '数值')
    },
  },
  attached(element, component) {
    const { min, max, step, value, disabled, showValue } = component.data
    const input = make('input', { type: 'range', class: 'wx-slider', min, max, step, disabled })
    const shown = make('output', { class: 'wx-slider-value', hidden: !showValue })
    Object.assign(element, { __input: input, __shown: shown, __value: () => Number(input.value) })
    lendLabel(element, input, component, '数值')
    input.addEventListener('input', () => {
      shown.textContent = input.value
      emit(component, 'changing', { value: Number(input.value) })
    })
    input.addEventListener('change', () => {
      component.setData({ value: Number(input.value) })
      emit(component, 'change', { value: Number(input.value) })
    })
    element.append(input, shown)
    slide(element, value)
  },
})

function slide(element, value) {
  if (!element.__input) return
  element.__input.value = value
  element.__shown.textContent = element.__input.value
}
