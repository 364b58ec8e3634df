// Messages through WeChat: it asks the person, only right after a tap, and the server counts what was
// allowed. Call prepare() in onLoad, then offer(['progress']) in the tap's handler, before anything awaits.
const api = require('./api.js')

const MOST = 3 // WeChat's own limit of templates in one question
let offers = []

/** Learn the templates; without them offer() does nothing. */
async function prepare() {
  try {
    offers = (await api.get('/me/subscriptions')).items
  } catch (_) {
    offers = []
  }
}

/** What one question may hold: WeChat never mixes long-term templates with those for one message. */
function together(wanted) {
  const lasting = wanted.filter((one) => one.long_term)
  return (lasting.length ? lasting : wanted).slice(0, MOST)
}

/** Ask for the kinds ('progress', 'reminder') that have no message left. Always resolves. */
function offer(kinds) {
  const wanted = together(offers.filter((one) => kinds.indexOf(one.template) >= 0 && one.credits === 0))
  if (!wanted.length) return Promise.resolve()
  return new Promise((done) => wx.requestSubscribeMessage({
    tmplIds: wanted.map((one) => one.template_id),
    success: (answers) => { tell(wanted, answers).then(done, done) },
    fail: () => done(),
  }))
}

const tell = (wanted, answers) => Promise.all(wanted.map((one) => {
  const said = answers[one.template_id] || 'reject'
  const result = said.indexOf('accept') === 0 ? 'accept' : said // also acceptWithAudio, acceptWithAlert
  if (result === 'accept') one.credits += 1
  return api.post('/me/subscriptions', { template: one.template, result }, { aside: true })
}))

module.exports = { prepare, offer }
