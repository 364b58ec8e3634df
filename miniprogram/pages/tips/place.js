// Pictures that the service names, and places no finer than is needed.
const server = require('../../core/server.js')

/** The full address of a picture that the server named. */
const picture = server.full

/** A place to some 50 m, good enough to ask what lies near: never more than is needed. */
const step = (degrees) => Math.round(Math.round(degrees / 0.0005) * 5) / 10000
const rough = ({ lng, lat, datum }) => ({ lng: step(lng), lat: step(lat), datum })

module.exports = { picture, rough }
