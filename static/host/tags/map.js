// map as a schematic: no base map, only what the page itself draws, marked 示意图.
import { emit } from '../framework.js'
import { make, svg } from '../html.js'
import { defineTag } from './define.js'

const METRES_PER_DEGREE = 111320
const SIZE = 1000

defineTag('map', {
  properties: {
    latitude: Number, longitude: Number, scale: { type: Number, value: 16 }, markers: Array, polyline: Array,
    polygons: Array, circles: Array, includePoints: Array, showLocation: Boolean, enableZoom: Boolean,
    enableScroll: Boolean, enableRotate: Boolean, enablePoi: Boolean, minScale: Number, maxScale: Number,
  },
  changed: Object.fromEntries(
    ['latitude', 'longitude', 'scale', 'markers', 'polyline', 'polygons', 'circles', 'includePoints']
      .map((name) => [name, (element, _value, component) => drawSoon(element, component)]),
  ),
  attached(element, component) {
    element.setAttribute('role', 'group')
    if (!element.hasAttribute('aria-label')) element.setAttribute('aria-label', '示意图')
    element.__ready = true
    drawSoon(element, component)
  },
})

function drawSoon(element, component) {
  if (!element.__ready || element.__waiting) return
  element.__waiting = true
  queueMicrotask(() => {
    element.__waiting = false
    draw(element, component)
  })
}

function draw(element, component) {
  const view = viewOf(component.data)
  const picture = svg('svg', { viewBox: `0 0 ${SIZE} ${SIZE}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, [
    ...gridLines(),
    ...(component.data.polygons || []).map((one) => outline(one, view, true)),
    ...(component.data.polyline || []).map((one) => outline(one, view, false)),
    ...(component.data.circles || []).map((one) => ring(one, view)),
  ])
  const pins = (component.data.markers || []).map((marker) => pin(marker, view, component))
  element.replaceChildren(picture, ...pins, make('span', { class: 'wx-map-note' }, ['示意图']))
  picture.addEventListener('click', (event) => {
    const box = picture.getBoundingClientRect()
    const at = view.place((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height)
    emit(component, 'tap', at)
  })
}

/** Which stretch of ground is shown: around the centre by scale, or all of includePoints. */
function viewOf({ latitude, longitude, scale, includePoints }) {
  const span = includePoints?.length > 1 ? spanOf(includePoints) : 0
  const centre = span ? middleOf(includePoints) : { latitude, longitude }
  const half = span ? span * 0.6 : (640 * 2 ** (16 - scale)) / METRES_PER_DEGREE
  const narrow = Math.cos((centre.latitude * Math.PI) / 180) || 1
  return {
    half,
    x: (point) => 0.5 + ((point.longitude - centre.longitude) * narrow) / (2 * half),
    y: (point) => 0.5 - (point.latitude - centre.latitude) / (2 * half),
    place: (x, y) => ({
      longitude: centre.longitude + ((x - 0.5) * 2 * half) / narrow,
      latitude: centre.latitude - (y - 0.5) * 2 * half,
    }),
  }
}

const range = (values) => [Math.min(...values), Math.max(...values)]

function spanOf(points) {
  const [west, east] = range(points.map((one) => one.longitude))
  const [south, north] = range(points.map((one) => one.latitude))
  return Math.max(east - west, north - south)
}

function middleOf(points) {
  const [west, east] = range(points.map((one) => one.longitude))
  const [south, north] = range(points.map((one) => one.latitude))
  return { latitude: (south + north) / 2, longitude: (west + east) / 2 }
}

function gridLines() {
  return [...Array(9)].flatMap((_, at) => {
    const along = ((at + 1) * SIZE) / 10
    return [
      svg('path', { d: `M${along} 0V${SIZE}`, class: 'wx-map-line' }),
      svg('path', { d: `M0 ${along}H${SIZE}`, class: 'wx-map-line' }),
    ]
  })
}

function outline(shape, view, closed) {
  const path = (shape.points || []).map((point) => `${view.x(point) * SIZE} ${view.y(point) * SIZE}`).join('L')
  return svg('path', {
    d: path ? `M${path}${closed ? 'Z' : ''}` : '', 'vector-effect': 'non-scaling-stroke',
    fill: closed ? shape.fillColor || 'none' : 'none', stroke: shape.strokeColor || shape.color || '#05793d',
    'stroke-width': shape.strokeWidth || shape.width || 2,
  })
}

function ring(circle, view) {
  const radius = (circle.radius / METRES_PER_DEGREE / (2 * view.half)) * SIZE
  return svg('circle', {
    cx: view.x(circle) * SIZE, cy: view.y(circle) * SIZE, r: radius, fill: circle.fillColor || 'none',
    stroke: circle.color || '#05793d', 'vector-effect': 'non-scaling-stroke',
  })
}

function pin(marker, view, component) {
  const name = marker.title || marker.label?.content || marker.callout?.content || '地点'
  const button = make('button', { type: 'button', class: 'wx-pin', 'aria-label': name }, [
    make('span', { class: 'wx-pin-label' }, [marker.label?.content || marker.callout?.content || '']),
  ])
  button.style.left = view.x(marker) * 100 + '%'
  button.style.top = view.y(marker) * 100 + '%'
  button.addEventListener('click', (event) => {
    event.stopPropagation()
    emit(component, 'markertap', { markerId: marker.id })
  })
  return button
}
