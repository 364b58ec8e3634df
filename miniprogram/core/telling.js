// How a failure is told. WeChat's toast is two short lines in small type for three seconds: what is longer, and whatever
// is said in 长者版, stays until it was read. A dialog takes the next letters away and covers what is being looked at, so
// only who has pressed for something on this page gets one, one at a time, and nobody who is writing; all else is a
// line on the page (page-frame).
const ask = require('./ask.js')
const look = require('./look.js')
const steady = require('./steady.js')

const TWO_LINES = 34 // letters that a toast shows
const lines = [] // of the pages that can show one; the last is in front
let writing = null
let open = ''

const follow = (line) => { unfollow(line); lines.push(line) }
const unfollow = (line) => { if (lines.indexOf(line) >= 0) lines.splice(lines.indexOf(line), 1) }

/** Somebody writes in this field. */
const write = (field) => { writing = field }
/** Nobody writes in this field any more. */
const rest = (field) => { if (writing === field) writing = null }

function say(sentence) {
  if (sentence.length <= TWO_LINES && !look.now().elder) return wx.showToast({ title: sentence, icon: 'none', duration: 3000 })
  if (sentence === open) return undefined
  if (steady.isAsked() && !writing && !open) return show(sentence)
  steady.changed()
  return lines.length ? lines[lines.length - 1](sentence) : undefined
}

function show(sentence) {
  const closed = () => { open = '' }
  open = sentence
  ask.ask({ title: '请看一下', content: sentence, showCancel: false, confirmText: '知道了', success: closed, fail: closed })
}

module.exports = { follow, unfollow, write, rest, say }
