// What check-in keeps on the telephone: the list of a market, the scans not yet told, our own name.
const keys = require('../../core/keys.js')

const LIST = 'market-list:'
const SCANS = 'market-scans:'
const DEVICE = 'market-device'

/** The name this telephone tells its scans under; it never changes. */
function device() {
  const held = wx.getStorageSync(DEVICE) || keys.fresh()
  wx.setStorageSync(DEVICE, held)
  return held
}

const list = (market) => wx.getStorageSync(LIST + market) || []
const keepList = (market, items) => wx.setStorageSync(LIST + market, items)
const scans = (market) => wx.getStorageSync(SCANS + market) || []

/** The code in what was scanned or typed. */
const codeOf = (text) => text.trim().toUpperCase().replace(/^WJY:M:/, '').replace(/[\s-]/g, '')

/** Keep a scan until it is told; the same code twice is kept once. */
function scan(market, code, now) {
  const kept = scans(market)
  if (!kept.some((one) => one.ticket === code)) {
    wx.setStorageSync(SCANS + market, kept.concat([{ scan_id: keys.fresh(), ticket: code, scanned_at: new Date(now).toISOString() }]))
  }
  return list(market).find((one) => one.code === code) || null
}

/** Forget the scans that were told. */
function told(market, sent) {
  const ids = sent.map((one) => one.scan_id)
  wx.setStorageSync(SCANS + market, scans(market).filter((one) => ids.indexOf(one.scan_id) < 0))
}

module.exports = { device, list, keepList, scans, codeOf, scan, told }
