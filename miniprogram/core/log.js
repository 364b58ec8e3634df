// WeChat's real-time log: what went wrong on somebody's phone, read in its console. No words of a person,
// no numbers, no ids: the name of what failed and where.
const LONGEST = 2000

function tell(level, kind, text) {
  const manager = wx.canIUse('getRealtimeLogManager') ? wx.getRealtimeLogManager() : null
  if (manager) manager[level](kind, withoutQueries(String(text)).slice(0, LONGEST))
}

/** Addresses lose their queries: ids and what somebody searched for stand there. */
const withoutQueries = (text) => text.replace(/\?[^\s)'"]*/g, '')

module.exports = { warn: (kind, text) => tell('warn', kind, text), error: (kind, text) => tell('error', kind, text) }
