// Somebody to talk to: the line for every matter of government; the community's own number takes its
// place once the person has told us where they live, as far as the district has given us that number.
const district = require('./district.js')
const me = require('./me.js')

const LONGEST_WAIT = 2000 // milliseconds; whoever presses for help is not kept waiting for the network

const numberOf = (community) => (district.known().community_telephones || {})[community]
const soon = (work) => Promise.race([work, new Promise((done) => setTimeout(done, LONGEST_WAIT))])

/** The number that helps this person. */
async function number() {
  const resident = await me.kept()
  const community = resident && resident.community_code
  if (community && !numberOf(community)) await soon(district.ask())
  return numberOf(community) || district.known().telephones.hotline.number
}

async function callPerson() {
  wx.makePhoneCall({ phoneNumber: await number(), fail: () => {} })
}

module.exports = { callPerson, number }
