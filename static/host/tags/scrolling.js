// scroll-view and swiper.
import { emit } from '../framework.js'
import { make } from '../html.js'
import { defineTag } from './define.js'

const EDGE = 50

defineTag('scroll-view', {
  properties: {
    scrollX: Boolean, scrollY: Boolean, upperThreshold: { type: Number, value: EDGE },
    lowerThreshold: { type: Number, value: EDGE }, scrollTop: Number, scrollLeft: Number,
    scrollIntoView: String, scrollWithAnimation: Boolean, enableBackToTop: Boolean, enhanced: Boolean,
    showScrollbar: Boolean, refresherEnabled: Boolean, refresherTriggered: Boolean,
    refresherThreshold: Number, enableFlex: Boolean, type: String, bounces: Boolean, usingSticky: Boolean,
  },
  changed: {
    scrollX: (element, value) => { element.dataset.x = value },
    scrollY: (element, value) => { element.dataset.y = value },
    scrollTop: (element, value) => { element.scrollTop = value },
    scrollLeft: (element, value) => { element.scrollLeft = value },
    scrollIntoView: (element, id, component) => queueMicrotask(() => reveal(id, component)),
    refresherTriggered: (element, value) => { element.dataset.refreshing = value },
  },
  attached(element, component) {
    if (component.data.scrollX || component.data.scrollY) element.tabIndex = 0
    if (component.data.refresherEnabled) pullable(element, component)
    let before = 0
    element.addEventListener('scroll', () => {
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = element
      emit(component, 'scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth })
      edges(element, component, before)
      before = scrollTop + scrollLeft
    }, { passive: true })
  },
})

function edges(element, component, before) {
  const { scrollY, upperThreshold, lowerThreshold } = component.data
  const [at, whole, seen] = scrollY
    ? [element.scrollTop, element.scrollHeight, element.clientHeight]
    : [element.scrollLeft, element.scrollWidth, element.clientWidth]
  const direction = scrollY ? ['top', 'bottom'] : ['left', 'right']
  if (at < before && at <= upperThreshold) emit(component, 'scrolltoupper', { direction: direction[0] })
  if (at > before && whole - seen - at <= lowerThreshold) emit(component, 'scrolltolower', { direction: direction[1] })
}

function reveal(id, component) {
  if (!id) return
  const target = component.ownerShadowRoot?.querySelector('#' + id)?.getBackendElement()
  target?.scrollIntoView({ block: 'start', inline: 'center', behavior: component.data.scrollWithAnimation ? 'smooth' : 'auto' })
}

function pullable(element, component) {
  let from = null
  element.addEventListener('touchstart', (event) => {
    from = element.scrollTop <= 0 ? event.touches[0].clientY : null
  }, { passive: true })
  element.addEventListener('touchend', (event) => {
    const pulled = from === null ? 0 : event.changedTouches[0].clientY - from
    if (pulled > (component.data.refresherThreshold || 45)) emit(component, 'refresherrefresh', {})
  }, { passive: true })
}

defineTag('swiper-item', { properties: { itemId: String, skipHiddenItemLayout: Boolean } })

defineTag('swiper', {
  properties: {
    indicatorDots: Boolean, indicatorColor: String, indicatorActiveColor: String, autoplay: Boolean,
    current: Number, interval: { type: Number, value: 5000 }, duration: Number, circular: Boolean,
    vertical: Boolean, displayMultipleItems: { type: Number, value: 1 }, previousMargin: String, nextMargin: String,
    easingFunction: String,
  },
  changed: {
    current: (element, value) => { if (element.__show) element.__show(value) },
    vertical: (element, value) => { element.dataset.vertical = value },
  },
  attached(element, component) {
    element.tabIndex = 0
    element.setAttribute('aria-roledescription', '轮播')
    if (!element.hasAttribute('role')) element.setAttribute('role', 'group')
    const swipe = new Swipe(element, component)
    element.__show = (index) => swipe.show(index, '')
    swipe.start()
  },
  detached(element) { clearInterval(element.__timer) },
})

class Swipe {
  constructor(element, component) {
    Object.assign(this, { element, component, index: component.data.current })
  }

  get items() { return [...this.element.children].filter((child) => child.tagName === 'SWIPER-ITEM') }

  get size() { return this.component.data.vertical ? this.element.clientHeight : this.element.clientWidth }

  start() {
    const { indicatorDots, autoplay, interval } = this.component.data
    if (indicatorDots) this.element.prepend(this.dots = make('div', { class: 'wx-dots', 'aria-hidden': 'true' }))
    this.element.addEventListener('scroll', () => this.settle(), { passive: true })
    queueMicrotask(() => this.show(this.index, ''))
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    if (autoplay && !still) this.element.__timer = setInterval(() => this.next(), interval)
    new MutationObserver(() => this.mark()).observe(this.element, { childList: true })
  }

  next() {
    if (this.element.matches(':hover, :focus-within') || !this.items.length) return
    this.show((this.index + 1) % this.items.length, 'autoplay')
  }

  show(index, source) {
    const item = this.items[index]
    if (!item) return
    const side = this.component.data.vertical ? 'top' : 'left'
    const offset = this.component.data.vertical ? item.offsetTop : item.offsetLeft
    this.element.scrollTo({ [side]: offset - (this.component.data.vertical ? this.element.offsetTop : this.element.offsetLeft), behavior: source ? 'smooth' : 'auto' })
    this.moved(index, source)
  }

  settle() {
    clearTimeout(this.waiting)
    const along = this.component.data.vertical ? this.element.scrollTop : this.element.scrollLeft
    this.waiting = setTimeout(() => this.moved(Math.round(along / (this.size || 1)), 'touch'), 100)
  }

  moved(index, source) {
    const changes = index !== this.index
    this.index = index
    this.mark()
    if (changes) emit(this.component, 'change', { current: index, currentItemId: '', source })
  }

  mark() {
    this.dots?.replaceChildren(...this.items.map((_, at) => make('i', { class: at === this.index ? 'on' : '' })))
  }
}
