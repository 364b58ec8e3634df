// The browser host of static/host/ in Node: the same modules, over a document of jsdom.
import { JSDOM } from 'jsdom'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { pathToFileURL } from 'node:url'
import path from 'node:path'

const WRAPPER = 'require, module, exports, wx, App, Page, Component, Behavior, getApp, getCurrentPages'
const GLOBALS = [
  'document', 'location', 'history', 'HTMLElement', 'Element', 'Node', 'Event', 'CustomEvent', 'MouseEvent', 'KeyboardEvent',
  'MutationObserver', 'localStorage', 'sessionStorage', 'getComputedStyle', 'DOMParser', 'addEventListener', 'removeEventListener',
  'requestAnimationFrame', 'cancelAnimationFrame', 'FileReader', 'File', 'screen', 'innerWidth', 'innerHeight', 'devicePixelRatio',
]
const asGiven = { getDate: (...given) => new Date(...given), getRegExp: (pattern, flags) => new RegExp(pattern, flags) } // as static/host/main.js
const absent = class { observe() {} unobserve() {} disconnect() {} }

/** A browser's window for both runtimes: what either needs and Node lacks. */
export function openWindow() {
  const { window } = new JSDOM('<!doctype html><html data-regions=\'["省","市",["区"]]\'><body><main id="pages"></main></body>', { url: 'https://district.example/', pretendToBeVisual: true })
  Object.assign(globalThis, asGiven, { window, self: window, ResizeObserver: absent, IntersectionObserver: absent, matchMedia: () => ({ matches: false, addEventListener() {} }) })
  Object.assign(window, { matchMedia: globalThis.matchMedia, ResizeObserver: absent, IntersectionObserver: absent })
  for (const name of GLOBALS) {
    const value = window[name]
    globalThis[name] = typeof value === 'function' && !value.prototype ? value.bind(window) : value
  }
  return window
}

/** The main package as a browser gets it (weijiayuan/client/browser_bundle.py). */
function packageScript(program, files, compiled) {
  const inMain = (name) => !/^(pages|packages)\//.test(name)
  const scripts = files.filter((name) => name.endsWith('.js') && inMain(name))
  const configs = Object.fromEntries(files.filter((name) => name.endsWith('.json') && inMain(name))
    .map((name) => [name.slice(0, -5), JSON.parse(readFileSync(path.join(program, name), 'utf8'))]))
  const modules = scripts.map((name) => `${JSON.stringify(name)}: function (${WRAPPER}) {\n${readFileSync(path.join(program, name), 'utf8')}\n}`)
  const templates = readFileSync(path.join(compiled, 'main.js'), 'utf8').split('export default ')[1]
  return `export const configs = ${JSON.stringify(configs)}\nexport const modules = {\n${modules.join(',\n')}\n}\nexport const templates = ${templates}\n`
}

/** Start the host; gives `render(component, properties)`, the element that it draws, and its `wx`. */
export async function startHost(program, files) {
  const host = path.resolve(program, '../static/host')
  const folder = mkdtempSync(path.join(tmpdir(), 'check-wechat-host-'))
  try {
    cpSync(host, path.join(folder, 'host'), { recursive: true })
    mkdirSync(path.join(folder, 'packages'))
    writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}')
    writeFileSync(path.join(folder, 'packages/main.js'), packageScript(program, files, path.join(host, 'compiled')))
    const load = (name) => import(pathToFileURL(path.join(folder, 'host', name)).href)
    for (const tag of ['views', 'fields', 'choices', 'forms', 'picker', 'scrolling', 'media', 'richtext', 'map']) await load(`tags/${tag}.js`)
    const [{ provide, loadPackage }, { space, backend, dom }, { wx }] = await Promise.all([load('packages.js'), load('framework.js'), load('wx/index.js')])
    provide({ wx, getCurrentPages: () => [] })
    await loadPackage('main')
    return { wx, render: (name, properties) => drawn({ space, backend, dom, path: `components/${name}/${name}` }, properties) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function drawn({ space, backend, dom, path: component }, properties) {
  const root = backend.createRoot('page', space, component)
  const place = document.createElement('span')
  document.getElementById('pages').append(place)
  root.attach(document.getElementById('pages'), place)
  root.get().setData(properties)
  return dom(root.getComponent())
}
