// image, video, icon, progress, canvas.
import { emit } from '../framework.js'
import { make, svg } from '../html.js'
import { defineTag, attribute } from './define.js'
import { located } from '../files.js'

defineTag('image', {
  properties: { src: String, mode: { type: String, value: 'scaleToFill' }, lazyLoad: Boolean, showMenuByLongpress: Boolean, webp: Boolean },
  changed: {
    src: (element, value) => { if (element.__img && value) element.__img.src = located(value) },
    mode: (element, value) => { element.dataset.mode = value },
    ariaLabel: (element, value) => { if (element.__img) named(element, value) },
  },
  attached(element, component) {
    const { src, mode, lazyLoad, ariaLabel } = component.data
    const picture = make('img', { alt: '', loading: lazyLoad ? 'lazy' : null })
    picture.onload = () => emit(component, 'load', { width: picture.naturalWidth, height: picture.naturalHeight })
    picture.onerror = () => emit(component, 'error', { errMsg: 'GET ' + picture.src + ' fail' })
    element.__img = picture
    element.dataset.mode = mode
    named(element, ariaLabel)
    if (src) picture.src = located(src)
    element.append(picture)
  },
})

/** The label describes the real picture; without one the picture is decoration. */
function named(element, label) {
  element.__img.alt = label || ''
  if (!element.hasAttribute('role')) element.removeAttribute('aria-label')
}

const GLYPHS = {
  success: 'M12 2a10 10 0 100 20 10 10 0 000-20zm-1.2 14.2L6.6 12l1.4-1.4 2.8 2.8 5.6-5.6 1.4 1.4z',
  success_no_circle: 'M9.5 18.2L3.3 12l1.8-1.8 4.4 4.4L18.9 5.2 20.7 7z',
  info: 'M12 2a10 10 0 100 20 10 10 0 000-20zm1 15h-2v-6h2zm0-8h-2V7h2z',
  warn: 'M12 2a10 10 0 100 20 10 10 0 000-20zm1 15h-2v-2h2zm0-4h-2V7h2z',
  waiting: 'M12 2a10 10 0 100 20 10 10 0 000-20zm4.2 14.2L11 13V7h1.5v5.2l4.5 2.7z',
  cancel: 'M12 2a10 10 0 100 20 10 10 0 000-20zm5 13.6L15.6 17 12 13.4 8.4 17 7 15.6l3.6-3.6L7 8.4 8.4 7l3.6 3.6L15.6 7 17 8.4 13.4 12z',
  download: 'M12 2a10 10 0 100 20 10 10 0 000-20zm0 15l-5-5h3.5V7h3v5H17z',
  search: 'M15.5 14h-.8l-.3-.3a6.5 6.5 0 10-.7.7l.3.3v.8l5 5 1.5-1.5zm-6 0a4.5 4.5 0 110-9 4.5 4.5 0 010 9z',
  clear: 'M12 2a10 10 0 100 20 10 10 0 000-20zm5 13.6L15.6 17 12 13.4 8.4 17 7 15.6l3.6-3.6L7 8.4 8.4 7l3.6 3.6L15.6 7 17 8.4 13.4 12z',
}

defineTag('icon', {
  properties: { type: String, size: { type: null, value: 23 }, color: String },
  changed: { type: (element, _value, component) => draw(element, component) },
  attached: (element, component) => draw(element, component),
})

function draw(element, component) {
  const { type, size, color } = component.data
  const side = parseFloat(size) || 23
  element.replaceChildren(svg('svg', { width: side, height: side, viewBox: '0 0 24 24', fill: color || 'currentColor', 'aria-hidden': 'true' }, [
    svg('path', { d: GLYPHS[type] || GLYPHS.info }),
  ]))
}

defineTag('progress', {
  properties: { percent: Number, showInfo: Boolean, strokeWidth: Number, activeColor: String, backgroundColor: String, active: Boolean, borderRadius: Number, duration: Number },
  changed: { percent: (element, value) => { element.value = value } },
  attached(element, component) {
    element.max = 100
    element.value = component.data.percent
    if (!element.hasAttribute('aria-label')) element.setAttribute('aria-label', '进度')
  },
})

defineTag('video', {
  properties: { src: String, controls: { type: Boolean, value: true }, poster: String, autoplay: Boolean, loop: Boolean, muted: Boolean },
  changed: {
    src: (element, value) => { if (value) element.src = located(value) },
    controls: (element, value) => attribute(element, 'controls', value),
  },
  attached(element) { element.controls = true },
})
