// Messages through WeChat: it asks the person, only right after a tap, and the server counts what was
// allowed. Call prepare() in onLoad, then offer(['progress']) in the tap's handler, before anything awaits.
const api = require('./api.js')
const storage = require('./storage.js')

const MOST = 3 // WeChat's own limit of templates in one question
let offers = []
storage.remembers(() => { offers = [] })

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

/** Whether there is something to ask for: whoever came for the first time could not be asked when they sent. */
const isOpen = (kinds) => offers.some((one) => kinds.indexOf(one.template) >= 0 && one.credits === 0)

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

/** What the page after a sending shows: whether to offer messages, asked once its person is known. */
async function isOffered(kinds) {
  await prepare()
  return isOpen(kinds)
}

module.exports = { prepare, offer, isOffered }
