// One verdict: what, for whom, and on request why, with papers and where. Property: item (dressed by
// verdicts.js).
const { go } = require('../../../core/go.js')

Component({
  properties: { item: { type: Object, value: /** @type {any} */ ({ because: [], nearest: [] }) } },
  data: { open: false },
  methods: {
    toggle() { this.setData({ open: !this.data.open }) },
    full() { go('/pages/welfare/policy/policy?id=' + this.data.item.id) },
  },
})
