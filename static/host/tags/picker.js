// picker in all its modes. selector, date and time lie a real control over the page's own row;
// multiSelector and region open a dialog of selects.
import { emit } from '../framework.js'
import { make, ask } from '../html.js'
import { defineTag, lendLabel } from './define.js'
import { REGIONS } from './regions.js'

const NATIVE = { date: 'date', time: 'time' }

defineTag('picker', {
  properties: {
    mode: { type: String, value: 'selector' }, range: Array, rangeKey: String, value: null, start: String,
    end: String, fields: String, disabled: Boolean, name: String, headerText: String, level: String,
    customItem: String,
  },
  changed: {
    range: (element, _value, component) => fill(element, component),
    rangeKey: (element, _value, component) => fill(element, component),
    value: (element, _value, component) => fill(element, component),
    start: (element, value) => { if (element.__control) element.__control.min = value },
    end: (element, value) => { if (element.__control) element.__control.max = value },
    disabled: (element, value) => { if (element.__control) element.__control.disabled = value },
    ariaLabel: (element, _value, component) => {
      if (element.__control) lendLabel(element, element.__control, component, '选择')
    },
  },
  attached(element, component) {
    const control = controlFor(component)
    element.__control = control
    element.__value = () => component.data.value
    control.disabled = component.data.disabled
    control.classList.add('wx-picker-control')
    lendLabel(element, control, component, component.data.headerText || '选择')
    element.append(control)
    fill(element, component)
  },
})

function controlFor(component) {
  const { mode, start, end, fields } = component.data
  if (mode === 'selector') return listening(make('select'), component, Number)
  if (NATIVE[mode]) {
    const type = mode === 'date' && fields === 'month' ? 'month' : NATIVE[mode]
    return listening(make('input', { type, min: start, max: end }), component, String)
  }
  return make('button', { type: 'button', onclick: () => askColumns(component) })
}

function listening(control, component, convert) {
  control.addEventListener('change', () => {
    if (control.value === '') return emit(component, 'cancel', {})
    const value = convert(control.value)
    component.setData({ value })
    emit(component, 'change', { value: typeof value === 'number' ? value : control.value })
  })
  control.addEventListener('click', () => { try { control.showPicker?.() } catch { /* it opens by itself */ } })
  return control
}

const label = (item, key) => String(key && item && typeof item === 'object' ? item[key] : item)

function fill(element, component) {
  const control = element.__control
  if (!control) return
  const { mode, range, rangeKey, value } = component.data
  if (mode === 'selector') {
    const options = (range || []).map((item, index) => new Option(label(item, rangeKey), index))
    const chosen = value === '' || value == null ? -1 : Number(value)
    if (chosen < 0) options.unshift(new Option('请选择', '', true, true))
    control.replaceChildren(...options)
    control.value = chosen < 0 ? '' : String(chosen)
  } else if (NATIVE[mode]) control.value = value || ''
}

/** Ask for several columns at once; each change of a column is told as WeChat does. */
async function askColumns(component) {
  const { mode, range, rangeKey, value, headerText } = component.data
  const columns = mode === 'region' ? REGIONS : range
  const selects = columns.map((column, at) => make(
    'select', { 'aria-label': `第${at + 1}列` },
    column.map((item, index) => new Option(label(item, rangeKey), index, false, isChosen(value, at, item, index))),
  ))
  selects.forEach((select, column) => select.addEventListener('change', () => {
    if (mode === 'multiSelector') emit(component, 'columnchange', { column, value: Number(select.value) })
  }))
  const answer = await ask(columnDialog(headerText || '请选择', selects))
  if (answer !== 'ok') return emit(component, 'cancel', {})
  const indexes = selects.map((select) => Number(select.value))
  const chosen = mode === 'region' ? indexes.map((index, at) => columns[at][index]) : indexes
  component.setData({ value: chosen })
  emit(component, 'change', { value: chosen })
}

const isChosen = (value, at, item, index) => {
  const held = Array.isArray(value) ? value[at] : undefined
  return held === index || held === item
}

const columnDialog = (title, selects) => make('dialog', { class: 'wx-dialog', 'aria-label': title }, [
  make('h2', {}, [title]),
  make('div', { class: 'wx-columns' }, selects),
  make('form', { method: 'dialog', class: 'wx-dialog-actions' }, [
    make('button', { value: 'cancel' }, ['取消']),
    make('button', { value: 'ok', class: 'wx-confirm' }, ['确定']),
  ]),
])
