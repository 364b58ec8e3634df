// Start: the tags, the main package, App(), then the page the address names.
import './tags/views.js'
import './tags/fields.js'
import './tags/choices.js'
import './tags/forms.js'
import './tags/picker.js'
import './tags/scrolling.js'
import './tags/media.js'
import './tags/richtext.js'
import './tags/map.js'
import './tags/containers.js'
import { tags } from './tags/define.js'
import { listen } from './events.js'
import { watchDialogs } from './dialogs.js'
import { app, loadPackage, run, provide } from './packages.js'
import { call } from './pages.js'
import * as chrome from './chrome.js'
import * as navigation from './navigation.js'
import { watchers } from './wx/device.js'
import { pending } from './bridge.js'
import { tapped } from './gesture.js'
import { wx } from './wx/index.js'
import { buildPersonas } from './personas.js'

const page = (method, ...given) => {
  const entry = navigation.top()
  return entry?.page ? call(entry.page.instance, method, ...given) : undefined
}

chrome.onUse({
  back: () => navigation.navigateBack(),
  home: () => navigation.goHome(),
  tab: (path) => navigation.switchTab({ url: '/' + path }),
  refresh: () => page('onPullDownRefresh'),
  reachBottom: () => page('onReachBottom'),
  scrolled: (scrollTop) => page('onPageScroll', { scrollTop }),
  themed: (theme) => watchers.tell('theme', { theme }),
})

// WXS has its own names for dates and patterns.
globalThis.getDate = (...given) => new Date(...given)
globalThis.getRegExp = (pattern, flags) => new RegExp(pattern, flags)

async function start() {
  listen()
  watchDialogs(document.getElementById('pages'))
  provide({ wx, getCurrentPages: navigation.pagesNow })
  await loadPackage('main')
  chrome.build()
  buildPersonas()
  run('environment.js').browser = location.origin // the version that runs here speaks to where it came from
  run('app.js')
  const options = navigation.launchOptions()
  call(app(), 'onLaunch', options)
  call(app(), 'onShow', options)
  document.addEventListener('visibilitychange', () => {
    const shown = document.visibilityState === 'visible'
    call(app(), shown ? 'onShow' : 'onHide', options)
    page(shown ? 'onShow' : 'onHide')
  })
  addEventListener('error', (event) => call(app(), 'onError', event.message))
  addEventListener('unhandledrejection', (event) => call(app(), 'onUnhandledRejection', { reason: event.reason }))
  const lost = navigation.lostPage()
  await navigation.start()
  if (lost) call(app(), 'onPageNotFound', lost)
  document.documentElement.dataset.ready = 'yes'
}

// Tests ask the running host for its tags, its calls, what it waits for, and the mini-program's modules.
window.host = { tags, wx, pending, tapped, run, app, pagesNow: navigation.pagesNow }
start()
