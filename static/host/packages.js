// Packages of the mini-program: load the script and the style sheet, give the framework every page
// and component, and run modules in the shape WeChat gives them.
import { space } from './framework.js'
import { buildFile } from './files.js'

export const configs = {}
export const modules = {}
const exported = new Map()
const loaded = new Map()
let application = {}
let provided = {}

export const app = () => application
/** Give modules their globals: { wx, getCurrentPages }. */
export const provide = (globals) => { provided = globals }
export const appConfig = () => configs.app
const scopeName = (path) => path.replace(/\W/g, '_')

/** Every page's path, with the root of the subpackage that holds it. */
export function pageTable() {
  const { pages, subPackages = [] } = appConfig()
  const table = new Map(pages.map((path) => [path, '']))
  for (const { root, pages: inside } of subPackages) {
    const folder = root.replace(/^\/|\/$/g, '')
    inside.forEach((path) => table.set(`${folder}/${path}`, folder))
  }
  return table
}

/** Load the package that holds a page; the main one is already here. */
export async function loadFor(path) {
  const root = pageTable().get(path)
  if (root) await loadPackage(root.replaceAll('/', '-'))
}

export function loadPackage(key) {
  if (!loaded.has(key)) loaded.set(key, fetchPackage(key).catch((fault) => {
    loaded.delete(key)
    throw fault
  }))
  return loaded.get(key)
}

async function fetchPackage(key) {
  const [{ configs: more, modules: code, templates }] = await Promise.all([
    import(buildFile(`packages/${key}.js`)), key === 'main' ? null : styled(key),
  ])
  Object.assign(configs, more)
  Object.assign(modules, code)
  register(more, templates)
}

function styled(key) {
  const sheet = document.createElement('link')
  sheet.rel = 'stylesheet'
  sheet.href = buildFile(`packages/${key}.css`)
  return new Promise((done, failed) => {
    sheet.onload = done
    sheet.onerror = failed
    document.head.append(sheet)
  })
}

function register(more, templates) {
  const shared = appConfig().usingComponents || {}
  const paths = Object.keys(more).filter((path) => templates[path])
  for (const path of paths) {
    space.addComponentStaticConfig(path, { ...more[path], usingComponents: { ...shared, ...more[path].usingComponents } })
    space.addCompiledTemplate(path, { groupList: templates, content: templates[path] })
    space.addStyleSheet(path, undefined, scopeName(path))
  }
  const isComponent = (path) => more[path].component
  for (const path of [...paths.filter(isComponent), ...paths.filter((one) => !isComponent(one))]) {
    space.componentEnv(path, (constructors) => run(path + '.js', constructors))
  }
}

/** Run a module once and give what it exports. */
export function run(path, { Page, Component, Behavior } = {}) {
  if (exported.has(path)) return exported.get(path).exports
  if (!modules[path]) throw new Error(`module "${path}" is not defined`)
  const module = { exports: {} }
  exported.set(path, module)
  const require = (named) => run(resolved(path, named), { Behavior })
  const App = (options) => { application = options }
  const { wx, getCurrentPages } = provided
  modules[path](require, module, module.exports, wx, App, Page, Component, Behavior, app, getCurrentPages)
  return module.exports
}

/** The path of a required module, relative to the one that asks. */
function resolved(from, named) {
  const steps = named.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const step of named.split('/')) {
    if (step === '..') steps.pop()
    else if (step && step !== '.') steps.push(step)
  }
  const path = steps.join('/')
  return [path, path + '.js', path + '/index.js'].find((one) => modules[one]) || path
}
