// Why a form was refused: the sentences of its fields, or the one for the whole.
function told({ sentence, fields }) {
  const found = Object.keys(fields || {}).map((name) => [].concat(fields[name])[0]).filter((text) => typeof text === 'string')
  return found.filter((text, at) => found.indexOf(text) === at).join('；') || sentence
}

module.exports = { told }
