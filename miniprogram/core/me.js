// Who I am to the service: asked once, kept on the phone, changed as a whole (PUT /me replaces).
const api = require('./api.js')
const storage = require('./storage.js')

const STORE = 'resident'

/** What the phone knows already, or null. */
const kept = () => storage.unseal(STORE)

async function load() {
  const me = await api.get('/me')
  storage.seal(STORE, me)
  return me
}

/** Change some of: nickname, community_code, font_step, elderly_mode, wants_suggestions. */
async function change(some, options) {
  const now = await load()
  const next = Object.assign({
    nickname: now.nickname || '', community_code: now.community_code || null, font_step: now.font_step || 0,
    elderly_mode: Boolean(now.elderly_mode), wants_suggestions: now.wants_suggestions !== false,
  }, some)
  const changed = Object.assign({}, now, await api.put('/me', next, options))
  storage.seal(STORE, changed)
  return changed
}

module.exports = { kept, load, change }
