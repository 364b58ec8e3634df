// Storage under a prefix of our own, with WeChat's limits: 1 MB a key, 10 MB in all, less for what is encrypted.
import { call, Failure } from './calls.js'

const PREFIX = 'mp:'
const KEY_LIMIT = 1024 * 1024
const LIMIT = 10 * KEY_LIMIT
const SEALED_KEY_LIMIT = 0.7 * KEY_LIMIT
const SEALED_LIMIT = 7.1 * KEY_LIMIT
const FULL = 'storage max size limit reached'

/** What the call without a callback throws; with one, the reason stands behind its own name. */
function failure(call, reason) {
  const errMsg = `${call}:fail ${reason}`
  return Object.assign(new Error(errMsg), { errMsg })
}

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))

export function getStorageSync(key) {
  const held = heldUnder(key)
  if (isSealed(held)) throw failure('getStorageSync', 'data is encrypted')
  return held === null ? '' : held
}

const heldUnder = (key) => JSON.parse(localStorage.getItem(PREFIX + key))

export function setStorageSync(key, value) {
  const text = JSON.stringify(value === undefined ? null : value)
  if (text.length > KEY_LIMIT) throw failure('setStorageSync', 'entry size limit reached')
  if (used() - sizeOf(PREFIX + key) + text.length > LIMIT) throw failure('setStorageSync', FULL)
  try {
    localStorage.setItem(PREFIX + key, text)
  } catch {
    throw failure('setStorageSync', FULL)
  }
}

const sizeOf = (key) => (localStorage.getItem(key) || '').length
const used = () => keys().reduce((sum, key) => sum + sizeOf(key), 0)

export const removeStorageSync = (key) => localStorage.removeItem(PREFIX + key)
export const clearStorageSync = () => keys().forEach((key) => localStorage.removeItem(key))

export function getStorageInfoSync() {
  return { keys: keys().map((key) => key.slice(PREFIX.length)), currentSize: Math.ceil(used() / 1024), limitSize: LIMIT / 1024 }
}

// What WeChat encrypts is only veiled here: nobody who looks at a browser's storage reads names by the way.
const SEAL = 'sealed:'
const veiled = (value) => SEAL + btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value))))
const unveiled = (text) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text.slice(SEAL.length)), (letter) => letter.charCodeAt(0))))
const isSealed = (held) => typeof held === 'string' && held.startsWith(SEAL)

export const getStorage = call('getStorage', ({ key, encrypt }) => {
  const held = heldUnder(key)
  if (held === null || isSealed(held) !== Boolean(encrypt)) throw new Failure('data not found')
  return { data: encrypt ? unveiled(held) : held }
})
const usedBySealed = () => keys().filter((key) => isSealed(JSON.parse(localStorage.getItem(key)))).reduce((sum, key) => sum + sizeOf(key), 0)

/** What WeChat encrypts has limits of its own: 0.7 MB a key, 7.1 MB in all. */
function checkSealed(key, data) {
  const size = JSON.stringify(data ?? null).length
  if (size > SEALED_KEY_LIMIT) throw new Failure('entry size limit reached')
  if (usedBySealed() - sizeOf(PREFIX + key) + size > SEALED_LIMIT) throw new Failure(FULL)
}

export const setStorage = call('setStorage', ({ key, data, encrypt }) => {
  if (encrypt) checkSealed(key, data)
  setStorageSync(key, encrypt ? veiled(data) : data)
})
export const removeStorage = call('removeStorage', ({ key }) => { removeStorageSync(key) })
export const clearStorage = call('clearStorage', () => clearStorageSync())
export const getStorageInfo = call('getStorageInfo', () => getStorageInfoSync())
