// What wcsc takes and no phone understands: properties that do not exist, values that mean nothing for theirs.
import { lexer, parse, generate, walk } from 'css-tree'

const OPEN = /var\(|env\(/ // known only where it is used

/** Complaints about one style sheet, a line for each. */
export function valuesThatMeanNothing(name, text) {
  const wrong = []
  const tell = (line, words) => wrong.push(`${name}:${line} ${words}`)
  const sheet = parse(text, { positions: true, onParseError: (fault) => tell(fault.line, fault.message) })
  walk(sheet, { visit: 'Declaration', enter: (declaration) => fault(declaration).forEach((words) => tell(declaration.loc.start.line, words)) })
  return wrong
}

function fault({ property, value }) {
  if (property.startsWith('--')) return []
  if (!lexer.getProperty(property)) return [`${property}: no such property`]
  const written = generate(value)
  if (OPEN.test(written)) return []
  const { error } = lexer.matchProperty(property, parse(written.replace(/rpx\b/g, 'px'), { context: 'value' }))
  return error ? [`${property}: ${written} means nothing`] : []
}
