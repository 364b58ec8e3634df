// Where the phone is. Browsers answer in WGS-84, maps in China speak GCJ-02: converted here, as
// WeChat itself does for type "gcj02".
import { call, Failure } from './calls.js'
import { make, ask } from '../html.js'

const AXIS = 6378245.0
const FLATTENING = 0.00669342162296594323
const { PI, sin, cos, sqrt, abs } = Math

const waves = (v) => ((20 * sin(6 * v * PI) + 20 * sin(2 * v * PI)) * 2) / 3

function shiftNorth(x, y) {
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves(x)
    + ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3
    + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3
}

function shiftEast(x, y) {
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves(x)
    + ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3
    + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3
}

/** Convert WGS-84 to GCJ-02 (valid within China). */
export function toGcj02(longitude, latitude) {
  const [x, y] = [longitude - 105, latitude - 35]
  const radians = (latitude / 180) * PI
  const bend = 1 - FLATTENING * sin(radians) ** 2
  const north = (shiftNorth(x, y) * 180) / (((AXIS * (1 - FLATTENING)) / (bend * sqrt(bend))) * PI)
  const east = (shiftEast(x, y) * 180) / ((AXIS / sqrt(bend)) * cos(radians) * PI)
  return { longitude: longitude + east, latitude: latitude + north }
}

function measured() {
  return new Promise((found, failed) => navigator.geolocation.getCurrentPosition(found, (fault) => failed(
    new Failure(fault.code === 1 ? 'auth deny' : 'ERROR_NOCELL&WIFI_LOCATIONSWITCHOFF', { errCode: 2 }),
  ), { enableHighAccuracy: true, timeout: 8000 }))
}

async function located({ type = 'wgs84' }) {
  const { coords } = await measured()
  const { longitude, latitude, accuracy, altitude } = coords
  const place = type === 'gcj02' ? toGcj02(longitude, latitude) : { longitude, latitude }
  return { ...place, accuracy, altitude: altitude || 0, speed: -1, verticalAccuracy: 0, horizontalAccuracy: accuracy }
}

export const getLocation = call('getLocation', located)
export const getFuzzyLocation = call('getFuzzyLocation', async (options) => {
  const { longitude, latitude } = await located(options)
  return { longitude: Number(longitude.toFixed(2)), latitude: Number(latitude.toFixed(2)) }
})

export const openLocation = call('openLocation', async ({ name = '地点', address = '', longitude, latitude }) => {
  const words = [address, `经度 ${longitude.toFixed(5)}，纬度 ${latitude.toFixed(5)}（GCJ-02）`].filter(Boolean).join('\n')
  ask(make('dialog', { class: 'wx-dialog', 'aria-label': name }, [
    make('h2', {}, [name]), make('p', {}, [words]),
    make('form', { method: 'dialog', class: 'wx-dialog-actions' }, [make('button', { class: 'wx-confirm' }, ['知道了'])]),
  ]))
})

/** WeChat shows a map to choose on; in a browser the phone's own place is taken. */
export const chooseLocation = call('chooseLocation', async () => {
  const { longitude, latitude } = await located({ type: 'gcj02' })
  return { name: '当前位置', address: '', longitude, latitude }
})
