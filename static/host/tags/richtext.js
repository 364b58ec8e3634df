// rich-text: a string of HTML or a list of nodes, cut down to tags and attributes that cannot act.
import { defineTag } from './define.js'

const TAGS = new Set(('a abbr b blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins li ol p q '
  + 's span strong sub sup table tbody td tfoot th thead tr u ul').split(' '))
const HANDLERS = /\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi // the page's policy complains of them when parsing
const ATTRIBUTES = new Set(['alt', 'class', 'colspan', 'height', 'rowspan', 'src', 'start', 'style', 'title', 'width'])

defineTag('rich-text', {
  properties: { nodes: null, space: String, userSelect: Boolean },
  changed: { nodes: (element, value) => element.replaceChildren(...rendered(value)) },
  attached: (element, component) => element.replaceChildren(...rendered(component.data.nodes)),
})

function rendered(nodes) {
  if (!nodes) return []
  if (Array.isArray(nodes)) return nodes.map(fromNode).filter(Boolean)
  const parsed = new DOMParser().parseFromString(String(nodes).replace(HANDLERS, ''), 'text/html')
  return [...parsed.body.childNodes].map(copied).filter(Boolean)
}

function fromNode(node) {
  if (node.type === 'text') return document.createTextNode(node.text || '')
  const children = (node.children || []).map(fromNode).filter(Boolean)
  return element(node.name, Object.entries(node.attrs || {}), children)
}

function copied(node) {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data)
  if (node.nodeType !== Node.ELEMENT_NODE) return null
  const attributes = [...node.attributes].map((one) => [one.name, one.value])
  return element(node.localName, attributes, [...node.childNodes].map(copied).filter(Boolean))
}

function element(name, attributes, children) {
  if (!TAGS.has(name)) return null
  const made = document.createElement(name === 'a' ? 'span' : name)
  for (const [key, value] of attributes) {
    if (ATTRIBUTES.has(key) && !/^\s*(javascript|data:text)/i.test(value)) made.setAttribute(key, value)
  }
  if (name === 'img' && !made.alt) made.alt = ''
  made.append(...children)
  return made
}
