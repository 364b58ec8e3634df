// Somebody to talk to: the line for every matter of government; the community's own number takes its
// place once the person has told us where they live.
const district = require('./district.js')
const storage = require('./storage.js')

function callPerson() {
  const resident = storage.get('resident') || {}
  wx.makePhoneCall({ phoneNumber: resident.community_phone || district.known().telephones.hotline.number, fail: () => {} })
}

module.exports = { callPerson }
