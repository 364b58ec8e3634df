// Storage under a prefix of our own, with WeChat's limits: 1 MB a key, 10 MB in all.
import { call, Failure } from './calls.js'

const PREFIX = 'mp:'
const KEY_LIMIT = 1024 * 1024

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))

export function getStorageSync(key) {
  const held = localStorage.getItem(PREFIX + key)
  return held === null ? '' : JSON.parse(held)
}

export function setStorageSync(key, value) {
  const text = JSON.stringify(value === undefined ? null : value)
  if (text.length > KEY_LIMIT) throw new Error('setStorageSync:fail entry size limit reached')
  localStorage.setItem(PREFIX + key, text)
}

export const removeStorageSync = (key) => localStorage.removeItem(PREFIX + key)
export const clearStorageSync = () => keys().forEach((key) => localStorage.removeItem(key))

export function getStorageInfoSync() {
  const sizes = keys().map((key) => localStorage.getItem(key).length)
  const used = sizes.reduce((sum, size) => sum + size, 0)
  return { keys: keys().map((key) => key.slice(PREFIX.length)), currentSize: Math.ceil(used / 1024), limitSize: 10240 }
}

export const getStorage = call('getStorage', ({ key }) => {
  if (localStorage.getItem(PREFIX + key) === null) throw new Failure('data not found')
  return { data: getStorageSync(key) }
})
export const setStorage = call('setStorage', ({ key, data }) => { setStorageSync(key, data) })
export const removeStorage = call('removeStorage', ({ key }) => { removeStorageSync(key) })
export const clearStorage = call('clearStorage', () => clearStorageSync())
export const getStorageInfo = call('getStorageInfo', () => getStorageInfoSync())
