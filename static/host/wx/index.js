// `wx` as pages see it.
import { call } from './calls.js'
import * as network from './network.js'
import * as storage from './storage.js'
import * as feedback from './feedback.js'
import * as media from './media.js'
import * as place from './place.js'
import * as device from './device.js'
import * as open from './open.js'
import * as bars from './bars.js'
import * as calendar from './calendar.js'
import * as navigation from '../navigation.js'

const base64ToArrayBuffer = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer
const arrayBufferToBase64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))

const ways = Object.fromEntries(
  ['navigateTo', 'redirectTo', 'switchTab', 'reLaunch', 'navigateBack'].map((name) => [name, call(name, (options) => navigation[name](options))]),
)

const { toGcj02: _toGcj02, ...places } = place
const { watchers: _watchers, ...phone } = device
const { opened: _opened, ...wechat } = open

export const wx = {
  ...network, ...storage, ...feedback, ...media, ...places, ...phone, ...wechat, ...bars, ...calendar, ...ways,
  base64ToArrayBuffer, arrayBufferToBase64,
  env: { USER_DATA_PATH: 'wxfile://usr' },
  /** Tell whether a call exists; anything finer than its name is answered by the name alone. */
  canIUse: (schema) => schema.split('.')[0] in wx,
}
