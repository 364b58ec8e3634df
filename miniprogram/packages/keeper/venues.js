// A behavior for keepers' pages: the venues I look after, and the one in front.
const api = require('../../core/api.js')
const storage = require('../../core/storage.js')

const KEPT = 'keeper:venue'

/** @typedef {WechatMiniprogram.Behavior.Identifier<{ venues: any[], venue: number, loading: boolean, fault: any }, {}, { loadVenues(): Promise<void>, current(): any, chooseVenue(event: any): Promise<void> }>} Venues */
module.exports = /** @type {Venues} */ (Behavior(/** @type {any} */ ({
  data: { venues: [], venue: 0, loading: true, fault: null },
  methods: {
    async loadVenues() {
      this.setData({ loading: true, fault: null })
      try {
        const venues = await all()
        const kept = venues.findIndex((one) => one.id === storage.get(KEPT))
        this.setData({ venues, venue: Math.max(kept, 0) })
        await this.loadVenue()
        this.setData({ loading: false })
      } catch (fault) {
        this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
      }
    },
    current() { return this.data.venues[this.data.venue] },
    async chooseVenue(event) {
      this.setData({ venue: Number(event.detail.value) })
      storage.put(KEPT, this.current().id)
      try { await this.loadVenue() } catch (fault) { api.say(fault) }
    },
  },
})))

async function all() {
  const found = []
  let cursor = null
  do {
    const page = await api.get('/venues/keeper/venues', { limit: 50, cursor })
    found.push(...page.items.map(({ id, name, is_sample }) => ({ id, name, is_sample })))
    cursor = page.next_cursor
  } while (cursor && found.length < 500)
  return found
}
