// Going to a page. WeChat keeps ten pages and refuses the eleventh; a person who looks at a ticket, its market, the
// ticket again would be there soon. So a page that is open already is gone back to, and a full stack gives
// its last place away. Two taps at once open one page, however late a slow telephone tells of the second.
const steady = require('./steady.js')

const MOST = 10
const TABS = ['pages/home/home', 'pages/matters/matters', 'pages/inbox/inbox', 'pages/me/me']
let going = false
let wentAt = 0

/** Open a page ("/pages/…?id=1"), or go back to it where it is open below. */
function go(url) {
  if (going || steady.isEcho() || Date.now() - wentAt < steady.echo) return
  going = true
  wentAt = Date.now()
  const path = url.split('?')[0].replace(/^\//, '')
  const open = getCurrentPages()
  const [way, where] = TABS.indexOf(path) >= 0 ? [wx.switchTab, { url: '/' + path }] : wayTo(url, path, open)
  way(Object.assign(where, { fail: sorry, complete: () => { going = false } }))
}

/** @returns {[(options: any) => any, object]} */
function wayTo(url, path, open) {
  const query = queryOf(url)
  const at = open.map((page) => page.route + ' ' + sorted(page.options)).lastIndexOf(path + ' ' + query)
  if (at >= 0 && at < open.length - 1) return [wx.navigateBack, { delta: open.length - 1 - at }]
  return [open.length < MOST ? wx.navigateTo : wx.redirectTo, { url }]
}

function queryOf(url) {
  const query = {}
  url.split('?').slice(1).join('?').split('&').filter(Boolean).forEach((pair) => {
    const at = pair.indexOf('=')
    query[at < 0 ? pair : pair.slice(0, at)] = at < 0 ? '' : pair.slice(at + 1)
  })
  return sorted(query)
}

/** A query as words that can be compared; phones give it decoded or not. */
const sorted = (query) => Object.keys(query || {}).sort().map((name) => name + '=' + plain(query[name])).join('&')

/** Words of an address as they were meant; phones give them decoded or not, and a person may have written "50%". */
function plain(text) {
  try { return decodeURIComponent(text) } catch (_) { return text }
}

const sorry = () => wx.showToast({ title: '这一页暂时打不开，请再试一次', icon: 'none' })

/** Open a page in the place of this one. */
const replace = (url) => wx.redirectTo({ url, fail: sorry })

/** Close every page and begin at one. */
const restart = (url) => wx.reLaunch({ url, fail: sorry })

module.exports = { plain, go, replace, restart }
