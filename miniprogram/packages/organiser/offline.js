// What check-in keeps on the telephone: the list of a market, the scans not yet told, our own name.
const keys = require('../../core/keys.js')
const storage = require('../../core/storage.js')

const LIST = 'market-list:'
const SCANS = 'market-scans:'
const DEVICE = 'market-device'

/** The name this telephone tells its scans under; it never changes. */
function device() {
  const held = storage.get(DEVICE) || keys.fresh()
  storage.put(DEVICE, held)
  return held
}

const list = (market) => storage.get(LIST + market) || []
const keepList = (market, items) => storage.put(LIST + market, items)
const scans = (market) => storage.get(SCANS + market) || []

/** The code in what was scanned or typed. */
const codeOf = (text) => text.trim().toUpperCase().replace(/^WJY:M:/, '').replace(/[\s-]/g, '')

/** Keep a scan until it is told; the same code twice is kept once. */
function scan(market, code, now) {
  const kept = scans(market)
  if (!kept.some((one) => one.ticket === code)) {
    const lasts = storage.put(SCANS + market, kept.concat([{ scan_id: keys.fresh(), ticket: code, scanned_at: new Date(now).toISOString() }]))
    if (!lasts) wx.showToast({ title: '手机存储满了，请先联网上传再关掉微信', icon: 'none', duration: 3000 })
  }
  return list(market).find((one) => one.code === code) || null
}

/** Forget the scans that were told. */
function told(market, sent) {
  const ids = sent.map((one) => one.scan_id)
  storage.put(SCANS + market, scans(market).filter((one) => ids.indexOf(one.scan_id) < 0))
}

module.exports = { device, list, keepList, scans, codeOf, scan, told }
