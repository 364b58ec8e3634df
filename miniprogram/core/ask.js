// Every question and message over a page. Nobody has read it within 600 ms: such an answer is an echo of the tap that
// asked, and it is put again. What stands there already is not put over itself. `danger: true` paints the answer that
// destroys red.
const steady = require('./steady.js')

const RED = '#b3261e'
let standing = ''

/** Ask as wx.showModal does; `success` gets { confirm, content }, `fail` whoever asks what is being asked. */
function ask(options) {
  const { danger, success, fail, ...shown } = options
  const said = shown.title + '\n' + shown.content
  if (said === standing) return fail && fail({ errMsg: 'asked already' })
  standing = said
  const askedAt = Date.now()
  return wx.showModal(Object.assign(danger ? { confirmColor: RED } : {}, shown, {
    success: (answer) => {
      standing = ''
      if (Date.now() - askedAt < steady.rest) ask(options)
      else if (success) success(answer)
    },
    fail: (why) => {
      standing = ''
      if (fail) fail(why)
    },
  }))
}

module.exports = { ask }
