// What WeChat draws around a page: the bar with the title, the tab bar, pull-down refresh.
import { make, matchText } from './html.js'
import { appConfig, configs } from './packages.js'
import { located } from './files.js'

const dark = matchMedia('(prefers-color-scheme: dark)')
const actions = {}
let current = {}

/** Tell the bars what to do when they are used: { back, home, tab, refresh, reachBottom, scrolled }. */
export const onUse = (given) => Object.assign(actions, given)

export const theme = () => (appConfig().darkmode && dark.matches ? 'dark' : 'light')

/** A value of app.json that may name an entry of theme.json ("@bar"). */
function themed(value) {
  if (typeof value !== 'string' || !value.startsWith('@')) return value
  return configs.theme[theme()]?.[value.slice(1)]
}

const part = (id) => document.getElementById(id)

/** Dress the bars for a page. */
export function dress(config) {
  current = config
  setTitle(config.title)
  const isTabPage = tabs().some((tab) => tab.pagePath === config.path)
  part('back').hidden = config.depth < 2
  part('home').hidden = config.depth > 1 || isTabPage
  part('refresh').hidden = !config.enablePullDownRefresh
  part('tabs').hidden = !isTabPage
  for (const link of part('tabs').children) {
    const here = link.dataset.path === config.path
    link.setAttribute('aria-current', here ? 'page' : 'false')
  }
  paint()
  requestAnimationFrame(matchText)
}

function paint() {
  const bar = part('bar')
  bar.style.backgroundColor = themed(current.navigationBarBackgroundColor) || ''
  bar.dataset.text = themed(current.navigationBarTextStyle) || 'white'
  bar.hidden = current.navigationStyle === 'custom'
  document.documentElement.dataset.theme = theme()
  const tab = appConfig().tabBar
  if (!tab) return
  const style = part('tabs').style
  style.setProperty('--tab-color', themed(tab.color))
  style.setProperty('--tab-chosen', themed(tab.selectedColor))
  style.setProperty('--tab-ground', themed(tab.backgroundColor))
  paintTabs()
}

export function setTitle(title) {
  part('title').textContent = title
  document.title = title && title !== '微家园' ? `${title} · 微家园` : '微家园'
}

export function setBarColor({ backgroundColor, frontColor }) {
  part('bar').style.backgroundColor = backgroundColor
  part('bar').dataset.text = frontColor === '#000000' ? 'black' : 'white'
}

const tabs = () => appConfig().tabBar?.list || []

export function setBadge(index, text) {
  const badge = part('tabs').children[index]?.querySelector('.wx-badge')
  if (!badge) return
  badge.hidden = text == null
  badge.textContent = text || ''
}

/** Give every tab its picture for the theme and for whether it is in front. */
function paintTabs() {
  tabs().forEach((tab, index) => {
    const link = part('tabs').children[index]
    const here = link.getAttribute('aria-current') === 'page'
    const path = themed(here ? tab.selectedIconPath : tab.iconPath)
    if (path) link.querySelector('img').src = located(path)
  })
}

function tabLink(tab) {
  const picture = tab.iconPath ? [make('img', { alt: '', width: 26, height: 26 })] : []
  return make('a', {
    href: '#/' + tab.pagePath, 'data-path': tab.pagePath,
    onclick: (event) => { event.preventDefault(); actions.tab(tab.pagePath) },
  }, [...picture, make('span', {}, [tab.text]), make('b', { class: 'wx-badge', hidden: true })])
}

/** Build the bars once. */
export function build() {
  part('tabs').append(...tabs().map(tabLink))
  part('back').onclick = () => actions.back()
  part('home').onclick = () => actions.home()
  part('refresh').onclick = () => pull()
  dark.addEventListener('change', () => { paint(); actions.themed?.(theme()) })
  watchScroll(part('pages'))
  new ResizeObserver(measure).observe(part('pages'))
  new MutationObserver(matchSoon).observe(part('pages'), { subtree: true, attributes: true, attributeFilter: ['class'] })
}

let matching = false

/** Classes changed: perhaps the text has another size now. */
function matchSoon() {
  if (matching) return
  matching = true
  requestAnimationFrame(() => {
    matching = false
    matchText()
  })
}

/** A page's own height: what is left between the bars, a hundredth of it as --vh. */
function measure([{ contentRect }]) {
  document.documentElement.style.setProperty('--vh', contentRect.height / 100 + 'px')
}

/** Start the refresh that a pull from the top asks for. */
export function pull() {
  part('pulling').hidden = false
  actions.refresh()
}

export const stopPulling = () => { part('pulling').hidden = true }

function watchScroll(scroller) {
  let from = null
  let wasAtEnd = false
  scroller.addEventListener('scroll', () => {
    actions.scrolled(scroller.scrollTop)
    const left = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop
    const atEnd = left <= (current.onReachBottomDistance ?? 50)
    if (atEnd && !wasAtEnd) actions.reachBottom()
    wasAtEnd = atEnd
  }, { passive: true })
  scroller.addEventListener('touchstart', (event) => {
    from = current.enablePullDownRefresh && scroller.scrollTop <= 0 ? event.touches[0].clientY : null
  }, { passive: true })
  scroller.addEventListener('touchend', (event) => {
    if (from !== null && event.changedTouches[0].clientY - from > 80) pull()
  }, { passive: true })
}

/** Scroll the page in front. */
export function scrollTo({ scrollTop, selector, duration }) {
  const scroller = part('pages')
  const named = (selector || '').replace(/#([\w-]+)/g, ':is(#$1, [id$="--$1"])') // the framework puts a page's own name before its ids
  const target = named && scroller.querySelector(`page:not([hidden]) ${named}`)
  const topOf = target ? target.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop : scrollTop
  scroller.scrollTo({ top: topOf, behavior: duration === 0 ? 'auto' : 'smooth' })
}
