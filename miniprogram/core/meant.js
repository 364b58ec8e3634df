// The services that words are taken for (`doors` of GET /services/help), in that order.
const services = require('./services.js')

const PAGES = { welfare: '/pages/welfare/ask/ask', tips: '/pages/tips/send/send', appeals: '/pages/appeals/ask/ask', markets: '/pages/markets/list/list', shop: '/pages/approvals/ask/ask' }

module.exports = (meant) => meant.map((name) => services.find((one) => one.url === PAGES[name])).filter(Boolean)
