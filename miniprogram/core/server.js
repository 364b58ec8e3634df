// Where the service is: an address of environment.js; a browser adds where its page came from.
const addresses = require('../environment.js')

const base = () => addresses[wx.getAccountInfoSync().miniProgram.envVersion] || ''

/** The whole address of a path of the service: pictures, files, what is copied for a computer. */
const full = (path) => base() + path

module.exports = { full }
