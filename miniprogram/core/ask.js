// A question before something that is hard to take back. Nobody has read it within 600 ms: such an answer is an
// echo of the tap that asked, and the question is put again. `danger: true` paints the answer that destroys red.
const steady = require('./steady.js')

const RED = '#b3261e'

/** Ask as wx.showModal does; `success` gets { confirm, content }. */
function ask(options) {
  const { danger, success, ...shown } = options
  const askedAt = Date.now()
  wx.showModal(Object.assign(danger ? { confirmColor: RED } : {}, shown, {
    success: (answer) => {
      if (Date.now() - askedAt < steady.rest) ask(options)
      else if (success) success(answer)
    },
  }))
}

module.exports = { ask }
