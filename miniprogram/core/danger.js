// Danger in what was just written: whom to call. A card of the page in front says it where somebody looks; where none
// stands, whatever page had it sent, it is said over the page. Cards tell of themselves, so no list of pages can be wrong.
const { ask } = require('./ask.js')
const SOON = 300 // milliseconds in which a page puts up its card
const cards = new Set()

const follow = (card) => cards.add(card)
const unfollow = (card) => cards.delete(card)

const stands = (danger) => Array.from(cards).some((card) => card.name() === danger.name)
const numberOf = (line) => line.number || line

/** Take the answer to what was sent: { danger: { name, advice, call } } or without; what is over is no danger. */
function heard(answer) {
  const { danger, closed_at: over } = answer || {}
  if (!danger || !danger.call || over) return
  setTimeout(() => { if (!stands(danger)) show(danger) }, SOON)
}

function show(danger) {
  const numbers = danger.call.map(numberOf)
  ask({
    title: danger.name + '：请先打电话',
    content: danger.advice + '。电话：' + numbers.join('、'),
    confirmText: '去拨打',
    cancelText: '知道了',
    success: ({ confirm }) => { if (confirm) wx.makePhoneCall({ phoneNumber: numbers[0], fail: () => {} }) },
  })
}

module.exports = { follow, unfollow, heard, numberOf }
