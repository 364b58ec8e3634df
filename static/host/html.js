// Make DOM elements in one line: make('button', { type: 'button', onclick }, ['text', child]).
export function make(tag, attributes = {}, children = []) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element[name] = value
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false && value != null) element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}

/** Make an SVG element with attributes and children. */
export function svg(tag, attributes = {}, children = []) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

/** Open a dialog; resolves with its return value when it closes, and removes it. */
export function ask(dialog) {
  matchText()
  document.body.append(dialog)
  dialog.showModal()
  return new Promise((answer) => dialog.addEventListener('close', () => {
    dialog.remove()
    answer(dialog.returnValue)
  }))
}

/** The host's own bars and dialogs are drawn large where the page's text is large. */
export function matchText() {
  const content = document.querySelectorAll('page:not([hidden]) > *, page:not([hidden]) > * > *')
  const size = Math.max(0, ...[...content].map((one) => parseFloat(getComputedStyle(one).fontSize)))
  document.documentElement.toggleAttribute('data-elder', size >= 20)
}
