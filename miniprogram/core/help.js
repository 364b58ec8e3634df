// Somebody to talk to. 12345 is the city's line for every matter of government; the community's own
// number takes its place once the person has told us where they live.
const HOTLINE = '12345'

function callPerson() {
  const resident = wx.getStorageSync('resident') || {}
  wx.makePhoneCall({ phoneNumber: resident.community_phone || HOTLINE, fail: () => {} })
}

module.exports = { callPerson, HOTLINE }
