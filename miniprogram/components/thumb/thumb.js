// A picture of a place beside its words: its photo, else a drawing of its kind. Properties: photo (id of a file), kind
// (court, room, reading, hall, exhibition, park, market, activity), wide (as wide as the page).
const server = require('../../core/server.js')

Component({
  properties: { photo: { type: null, value: null }, kind: { type: String, value: 'room' }, wide: Boolean },
  data: { address: '' },
  observers: { photo(photo) { this.setData({ address: photo ? server.full('/api/v1/files/' + photo) : '' }) } },
})
