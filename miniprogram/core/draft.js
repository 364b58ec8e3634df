// Unsent forms survive leaving the page, closing WeChat and having no network.
const storage = require('./storage.js')

const PREFIX = 'draft:'
const KEPT = 30 * 24 * 3600 * 1000

/** What was written under this name, or null; drafts older than 30 days are thrown away. */
async function load(name) {
  const held = await storage.unseal(PREFIX + name)
  if (!held) return null
  if (Date.now() - held.at < KEPT) return held.data
  clear(name)
  return null
}

const save = (name, data) => storage.seal(PREFIX + name, { data, at: Date.now() })
const clear = (name) => storage.remove(PREFIX + name)

/** Throw away what is too old under any name: nobody may open its page again. */
function sweep() {
  wx.getStorageInfo({ success: ({ keys }) => keys.filter((key) => key.indexOf(PREFIX) === 0).forEach((key) => load(key.slice(PREFIX.length))) })
}

module.exports = { load, sweep, save, clear }
