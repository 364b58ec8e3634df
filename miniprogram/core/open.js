// Open the page that a notice or a matter names ("/pages/…?id=1", with or without the first slash).
const { go } = require('./go.js')

function openPage(link) {
  if (link) go('/' + link.replace(/^\//, ''))
}

module.exports = { openPage }
