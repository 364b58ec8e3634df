// Pages: made from their component, shown, hidden and let go, with the lifecycle WeChat documents.
import { backend, space, dom } from './framework.js'
import { configs } from './packages.js'
import * as chrome from './chrome.js'

const holder = () => document.getElementById('pages')

/** Call a lifecycle method if the page has it. */
export const call = (instance, method, ...given) =>
  (typeof instance[method] === 'function' ? instance[method](...given) : undefined)

export const configOf = (path) => ({ ...configs.app.window, ...configs[path] })

/** Make a page and call its onLoad. */
export function makePage(path, query) {
  const root = backend.createRoot('page', space, path)
  const placeholder = document.createElement('span')
  holder().append(placeholder)
  root.attach(holder(), placeholder)
  const instance = root.get()
  Object.assign(instance, { route: path, options: query })
  const element = dom(root.getComponent())
  element.setAttribute('is', path)
  const page = { root, instance, path, element, scroll: 0, title: null, isReady: false }
  element.hidden = true
  call(instance, 'onLoad', query)
  return page
}

/** Tell the components of a page, as their `pageLifetimes` wish. */
const tellComponents = (page, what) => page.root.getComponent().triggerPageLifetime(what, [])

/** Bring a page to the front. */
export function showPage(page, { depth }) {
  page.element.hidden = false
  const config = configOf(page.path)
  chrome.dress({ ...config, title: page.title ?? config.navigationBarTitleText ?? '', path: page.path, depth })
  holder().scrollTop = page.scroll
  call(page.instance, 'onShow')
  tellComponents(page, 'show')
  if (page.isReady) return
  page.isReady = true
  requestAnimationFrame(() => call(page.instance, 'onReady'))
}

export function hidePage(page) {
  page.scroll = holder().scrollTop
  page.element.hidden = true
  call(page.instance, 'onHide')
  tellComponents(page, 'hide')
}

export function dropPage(page) {
  call(page.instance, 'onUnload')
  page.root.release()
  page.element.remove()
}
