// The stack of pages and the browser's history, kept as one: each history entry remembers the whole
// stack, so back, forward, reload and deep links all land on the right page.
import { appConfig, loadFor, pageTable } from './packages.js'
import { make, ask } from './html.js'
import { makePage, showPage, hidePage, dropPage, call } from './pages.js'

const LIMIT = 10
const stack = [] // entries { url, path, query, page }: the page is made when it is first shown
const tabPages = new Map()
let waitingForBack = null
const over = [] // what stands over a page ({ entry, close }) and is closed by going back, before the page is

export const top = () => stack.at(-1)
export const depth = () => stack.length
export const isTab = (path) => (appConfig().tabBar?.list || []).some((tab) => tab.pagePath === path)
/** The pages from the first to the one in front; one that was not shown since a reload has only its name. */
export const pagesNow = () => stack.map(({ page, path, query }) => page?.instance || { route: path, options: query })
const fail = (call, why) => Promise.reject(Object.assign(new Error(why), { errMsg: `${call}:fail ${why}` }))

function entryOf(url) {
  const [path, search = ''] = url.replace(/^\//, '').split('?')
  return { url: url.replace(/^\//, ''), path, query: Object.fromEntries(new URLSearchParams(search)), page: null }
}

/** An address relative to the page that asks becomes one from the root. */
function absolute(url) {
  if (url.startsWith('/') || !top()) return url
  const base = new URL('/' + top().path, location.origin)
  return new URL(url, base).pathname + new URL(url, base).search
}

function remember(how) {
  const state = { urls: stack.map((entry) => entry.url) }
  history[how](state, '', '#/' + top().url)
}

function hideTop() {
  if (top()?.page && !top().page.element.hidden) hidePage(top().page)
}

async function showTop() {
  const entry = top()
  if (!await loaded(entry.path) || entry !== top()) return
  if (!entry.page) entry.page = tabPages.get(entry.path) || makePage(entry.path, entry.query)
  if (isTab(entry.path)) tabPages.set(entry.path, entry.page)
  showPage(entry.page, { depth: stack.length })
}

/** Load the page's package; without network or after an update, offer to try again. */
async function loaded(path) {
  try {
    await loadFor(path)
    return true
  } catch {
    const [cancel, again] = [make('button', { value: '' }, ['不用了']), make('button', { value: 'again', class: 'wx-confirm' }, ['再试一次'])]
    const answer = await ask(make('dialog', { class: 'wx-dialog', 'aria-label': '没能打开' }, [
      make('h2', {}, ['没能打开']), make('p', {}, ['网络不通，或者微家园刚刚更新过。']),
      make('form', { method: 'dialog', class: 'wx-dialog-actions' }, [cancel, again]),
    ]))
    if (answer) location.reload()
    else if (stack.length > 1) history.back()
    return false
  }
}

function drop(entry) {
  if (entry.page && tabPages.get(entry.path) !== entry.page) dropPage(entry.page)
}

function dropAll({ tabsToo }) {
  stack.splice(0).forEach(drop)
  if (!tabsToo) return
  tabPages.forEach(dropPage)
  tabPages.clear()
}

function check(name, url) {
  const entry = entryOf(absolute(url || ''))
  if (!pageTable().has(entry.path)) return [null, fail(name, `page "${entry.path}" is not found`)]
  return [entry, null]
}

export async function navigateTo({ url }) {
  const [entry, refused] = check('navigateTo', url)
  if (refused) return refused
  if (isTab(entry.path)) return fail('navigateTo', 'can not navigateTo a tabbar page')
  if (stack.length >= LIMIT) return fail('navigateTo', `webview count limit exceed`)
  hideTop()
  stack.push(entry)
  remember('pushState')
  await showTop()
}

export async function redirectTo({ url }) {
  const [entry, refused] = check('redirectTo', url)
  if (refused) return refused
  if (isTab(entry.path)) return fail('redirectTo', 'can not redirectTo a tabbar page')
  hideTop()
  drop(stack.pop())
  stack.push(entry)
  remember('replaceState')
  await showTop()
}

export async function switchTab({ url }) {
  const [entry, refused] = check('switchTab', url)
  if (refused) return refused
  if (!isTab(entry.path)) return fail('switchTab', 'can not switch to no-tabBar page')
  hideTop()
  dropAll({ tabsToo: false })
  stack.push(entry)
  remember('pushState')
  await showTop()
  call(entry.page.instance, 'onTabItemTap', { pagePath: entry.path })
}

export async function reLaunch({ url }) {
  const [entry, refused] = check('reLaunch', url)
  if (refused) return refused
  hideTop()
  dropAll({ tabsToo: true })
  stack.push(entry)
  remember('pushState')
  await showTop()
}

/** Let something stand over the page in front; gives what takes it away. */
export function standOver(close) {
  const one = { entry: top(), close }
  over.push(one)
  return () => { if (over.includes(one)) over.splice(over.indexOf(one), 1) }
}

/** Close what stands over the page in front; says whether anything did. */
function closeOver() {
  const at = over.findLastIndex((one) => one.entry === top())
  if (at < 0) return false
  over.splice(at, 1)[0].close()
  return true
}

/** Go back through the browser's own history; done when the page below is shown. */
export function navigateBack({ delta = 1 } = {}) {
  if (closeOver()) return Promise.resolve()
  if (stack.length < 2) return fail('navigateBack', 'cannot navigate back at first page')
  const steps = Math.min(delta, stack.length - 1)
  return new Promise((done) => {
    waitingForBack = done
    history.go(-steps)
  })
}

/** Do what a <navigator> or a link of the host asks. */
export function follow(openType, { url, delta }) {
  const ways = { navigate: navigateTo, redirect: redirectTo, switchTab, reLaunch, navigateBack }
  const way = ways[openType]
  if (way) way({ url, delta }).catch((fault) => console.warn(fault.errMsg))
}

async function onPopState(event) {
  if (event.state && closeOver()) return remember('pushState')
  const urls = event.state?.urls || [startUrl()]
  await restore(urls)
  waitingForBack?.()
  waitingForBack = null
}

/** Make the stack equal to what the history entry remembers, keeping the pages that stay. */
async function restore(urls) {
  hideTop()
  let same = 0
  while (same < urls.length && stack[same]?.url === urls[same]) same += 1
  stack.splice(same).reverse().forEach(drop)
  urls.slice(same).forEach((url) => stack.push(entryOf(url)))
  await showTop()
}

/** What the fragment says; one that is no text after all names no page. */
function askedUrl() {
  try { return decodeURI(location.hash.replace(/^#\/?/, '')) } catch { return '' }
}

/** The page an address opens: the fragment, if it names a page, else the first page. */
function startUrl() {
  const asked = askedUrl()
  return pageTable().has(asked.split('?')[0]) ? asked : appConfig().pages[0]
}

/** The page that an address names and this mini-program does not have, or null. */
export function lostPage() {
  const { url, path, query } = entryOf(askedUrl())
  return url && !pageTable().has(path) ? { path, query, isEntryPage: true } : null
}

/** Open what the address says; after a reload, the whole stack that was there. */
export async function start() {
  addEventListener('popstate', onPopState)
  const urls = history.state?.urls?.every((url) => pageTable().has(url.split('?')[0]))
    && history.state.urls.at(-1) === startUrl() ? history.state.urls : [startUrl()]
  urls.forEach((url) => stack.push(entryOf(url)))
  remember('replaceState')
  await showTop()
}

/** What the app is launched with. */
export function launchOptions() {
  const { path, query } = entryOf(startUrl())
  return { path, query, scene: 1001, referrerInfo: {}, shareTicket: '' }
}

/** Send someone without a page below to the first page. */
export const goHome = () => (isTab(appConfig().pages[0]) ? switchTab : reLaunch)({ url: '/' + appConfig().pages[0] })
