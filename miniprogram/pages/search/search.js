// One search over everything residents look for, the results grouped by what they are.
const api = require('../../core/api.js')
const steady = require('../../core/steady.js')
const help = require('../../core/help.js')
const searches = require('./searches.js')
const { plain } = require('../../core/go.js')

const SHOWN = 3

Page({
  data: { q: '', loading: false, fault: null, groups: [], missing: '', asked: false },
  onLoad({ q }) { if (q) this.look(plain(q)) },
  search(event) { this.look(event.detail.value) },
  /** Ask every source; one that cannot be reached is named, the others are shown all the same. */
  async look(q) {
    this.setData({ q, loading: Boolean(q), groups: [], missing: '', asked: false })
    if (!q) return
    const found = await Promise.all(searches.map((source) => foundBy(source, q).catch(() => ({ rows: null })).then((one) => Object.assign({ name: source.name }, one))))
    if (q !== this.data.q) return
    steady.changed()
    this.setData({ loading: false, asked: true, groups: found.filter((one) => one.rows && (one.rows.length || one.says)), missing: found.filter((one) => !one.rows).map((one) => one.name).join('、') })
  },
  again() { this.look(this.data.q) },
  call() { help.callPerson() },
})

/** The rows of a source, and what it says where nobody here offers it. @param {any} source one of searches.js */
async function foundBy({ path, query, told, alone, match, gather, row, says }, q) {
  const answer = await api.get(path, query(q), { open: true }).catch((fault) => { if (alone) return null; throw fault })
  const all = !answer ? alone(q) : told ? told(answer, q) : answer.items
  const found = gather ? gather(all) : all
  return { rows: found.filter((one) => !match || match(one, q)).slice(0, SHOWN).map(row), says: answer && says ? says(answer) : '' }
}
