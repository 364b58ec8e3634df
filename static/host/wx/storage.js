// Storage under a prefix of our own, with WeChat's limits: 1 MB a key, 10 MB in all.
import { call, Failure } from './calls.js'

const PREFIX = 'mp:'
const KEY_LIMIT = 1024 * 1024
const LIMIT = 10 * KEY_LIMIT
const FULL = 'storage max size limit reached'

/** What the call without a callback throws; with one, the reason stands behind its own name. */
function failure(reason) {
  const errMsg = 'setStorageSync:fail ' + reason
  return Object.assign(new Error(errMsg), { errMsg })
}

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))

export function getStorageSync(key) {
  const held = localStorage.getItem(PREFIX + key)
  return held === null ? '' : JSON.parse(held)
}

export function setStorageSync(key, value) {
  const text = JSON.stringify(value === undefined ? null : value)
  if (text.length > KEY_LIMIT) throw failure('entry size limit reached')
  if (used() - sizeOf(PREFIX + key) + text.length > LIMIT) throw failure(FULL)
  try {
    localStorage.setItem(PREFIX + key, text)
  } catch {
    throw failure(FULL)
  }
}

const sizeOf = (key) => (localStorage.getItem(key) || '').length
const used = () => keys().reduce((sum, key) => sum + sizeOf(key), 0)

export const removeStorageSync = (key) => localStorage.removeItem(PREFIX + key)
export const clearStorageSync = () => keys().forEach((key) => localStorage.removeItem(key))

export function getStorageInfoSync() {
  return { keys: keys().map((key) => key.slice(PREFIX.length)), currentSize: Math.ceil(used() / 1024), limitSize: LIMIT / 1024 }
}

export const getStorage = call('getStorage', ({ key }) => {
  if (localStorage.getItem(PREFIX + key) === null) throw new Failure('data not found')
  return { data: getStorageSync(key) }
})
export const setStorage = call('setStorage', ({ key, data }) => { setStorageSync(key, data) })
export const removeStorage = call('removeStorage', ({ key }) => { removeStorageSync(key) })
export const clearStorage = call('clearStorage', () => clearStorageSync())
export const getStorageInfo = call('getStorageInfo', () => getStorageInfoSync())
