// Every component drawn by WeChat's own simulated runtime (miniprogram-simulate, which drives wcc and exparser) and by our
// browser host: the same elements, classes, styles, ids and words.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { openWindow, startHost } from './host.mjs'
import samples from './samples.mjs'

const require = createRequire(import.meta.url)
const ROOM = { maxBuffer: 64 * 1024 * 1024 } // what wcc may print

/** An element as lines that can be compared: its tag, what is said of it, and beneath it what it holds. */
function lines(node, deep = 0) {
  if (node.nodeType === 3) return node.textContent.trim() ? [' '.repeat(deep) + node.textContent.trim().replace(/\s+/g, ' ')] : []
  if (node.nodeType !== 1 || !node.__wxElement) return [] // what a built-in tag is made of is each runtime's own
  const inside = [...node.childNodes].flatMap((one) => lines(one, deep + 1))
  return [' '.repeat(deep) + described(node), ...inside]
}

function described(element) {
  const tag = element.tagName.toLowerCase().replace(/^wx-/, '')
  const classes = [...element.classList].map((name) => name.split('--').pop()).sort()
  const style = (element.getAttribute('style') || '').replace(/\s+/g, '').replace(/;$/, '')
  return [tag, classes.length && '.' + classes.join('.'), style && `{${style}}`].filter(Boolean).join(' ')
}

/** Where two trees part, told by the first line that differs. */
function difference(name, properties, theirs, ours) {
  const at = theirs.findIndex((line, index) => line !== ours[index])
  if (at < 0 && theirs.length === ours.length) return []
  const where = at < 0 ? theirs.length : at
  return [`${name} ${JSON.stringify(properties).slice(0, 80)}: WeChat "${(theirs[where] || '').trim()}", host "${(ours[where] || '').trim()}" (line ${where + 1})`]
}

/** Compare all; gives how many trees and elements were compared, and what differs. */
export async function compareTrees(program, files) {
  openWindow()
  const host = await startHost(program, files)
  const simulate = require('miniprogram-simulate')
  globalThis.wx = Object.assign({}, globalThis.wx, host.wx)
  const { usingComponents } = JSON.parse(readFileSync(path.join(program, 'app.json'), 'utf8'))
  const untried = Object.keys(usingComponents).filter((name) => !samples[name]).map((name) => `${name}: nothing in samples.mjs`)
  const tried = { trees: 0, lines: 0, differing: untried }
  for (const [name, cases] of Object.entries(samples)) {
    const id = simulate.load(path.join(program, 'components', name, name), { rootPath: program, usingComponents: { ...usingComponents }, compiler: 'official', compilerOptions: ROOM })
    for (const properties of cases) {
      const theirs = simulate.render(id, properties)
      theirs.attach(document.createElement('main'))
      const [wanted, drawn] = [theirs.dom, host.render(name, properties)].map((root) => lines(root).slice(1))
      tried.trees += 1
      tried.lines += wanted.length
      tried.differing.push(...difference(name, properties, wanted, drawn))
    }
  }
  return tried
}
