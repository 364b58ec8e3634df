// Which devices stand near, for anybody: what they measure, who runs them, how long it is kept; never what they say.
const api = require('../../core/api.js')
const { here } = require('../../core/place.js')

const roughly = ({ lng, lat }) => lng.toFixed(3) + ',' + lat.toFixed(3) // some 100 m is all that leaves the phone

Page({
  data: { items: [], promise: '', asked: false, busy: false },
  async look() {
    if (this.data.busy) return
    this.setData({ busy: true })
    try {
      const place = await here()
      if (place) {
        const { items, promise } = await api.get('/devices/public', { near: roughly(place) }, { open: true })
        this.setData({ items, promise, asked: true })
      }
    } catch (fault) {
      api.say(fault)
    }
    this.setData({ busy: false })
  },
})
