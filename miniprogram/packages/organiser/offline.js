// What check-in keeps on the telephone: the list of a market, the scans not yet told, our own name.
const keys = require('../../core/keys.js')
const storage = require('../../core/storage.js')

const LIST = 'market-list:'
const SCANS = 'market-scans:'
const REFUSED = 'market-refused:'
const DEVICE = 'market-device'
const TICKET = /^[0-9A-Z]{4,64}$/

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

/** Whether this may be a ticket at all: a camera reads payment codes and addresses too. */
const isTicket = (code) => TICKET.test(code)

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

/** The service does not take this one: it is put aside, so that it holds up no other. */
function setAside(market, one) {
  storage.put(REFUSED + market, aside(market).concat([one]))
  told(market, [one])
}

const aside = (market) => storage.get(REFUSED + market) || []

module.exports = { device, list, keepList, scans, codeOf, isTicket, scan, told, setAside, aside }
