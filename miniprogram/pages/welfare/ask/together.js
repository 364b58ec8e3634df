// Screens that ask several people at once: who the family are, whom an event is about, who says yes, when all were born.
const calc = require('../calc.js')
const kin = require('../kin.js')
const put = require('../answer.js')

const YES = 'yes_no'
const BORN = 'birth_date'
const called = (subjects) => subjects.map((subject) => ({ value: subject, text: calc.who(subject) }))

/** The screen that comes now instead of a question to one person, or null. `told` is what this page has asked. */
function screen(question, event, told) {
  const people = calc.everybody()
  const strangers = people.slice(1).filter((subject) => calc.isUnsaid(subject, 'relation'))
  if (strangers.length && !told.family) return family(strangers, [])
  if (event && event.who && people.length > 1 && !told.who) return { kind: 'who', title: event.who.ask, help: '可以选几位；没有就直接点下一题。', rows: called(people), chosen: [] }
  const all = question ? [question.subject].concat(question.also || []) : []
  if (all.length < 2) return null
  const shared = { question, title: question.ask, help: question.help, sensitive: question.sensitive, rows: called(all), chosen: [] }
  if (question.kind === YES) return Object.assign(shared, { kind: 'yes', hint: '谁是这样？可以选几位，都不是就直接点下一题。' })
  if (question.id === BORN) return Object.assign(shared, { kind: 'births', title: '各人的出生日期是哪一天？', texts: {}, errors: {} })
  return null
}

/** The taps that tell who the family are; `picked` were tapped already. */
function family(strangers, picked) {
  return {
    kind: 'family', strangers, picked, chips: kin.PEOPLE,
    title: '和您一起生活的另外' + strangers.length + '位，是您的什么人？',
    help: picked.length ? '已选：' + picked.map(({ text }) => text).join('、') + '，还差' + (strangers.length - picked.length) + '位' : '有几位就点几下，比如有两个女儿就点两下。',
  }
}

const each = (subject, said) => Object.keys(said).map((id) => ({ subject, id, value: said[id] }))
const flat = (lists) => [].concat(...lists)

/** What the taps of the family screen say. */
const relations = ({ strangers, picked }) => flat(strangers.map((subject, index) => {
  const { relation, sex } = picked[index]
  return each(subject, sex ? { relation, sex } : { relation })
}))

/** What was chosen on a screen says of everybody on it. */
function said({ kind, rows, chosen, question }, event) {
  const isChosen = (subject) => chosen.indexOf(subject) >= 0
  if (kind === 'who') return flat(rows.map(({ value }) => each(value, isChosen(value) ? event.who.chosen : event.who.rest)))
  return rows.map(({ value }) => ({ subject: value, id: question.id, value: isChosen(value) }))
}

/** The same of everybody: not known, or not to be said. */
const alike = ({ rows, question }, value) => rows.map((row) => ({ subject: row.value, id: question.id, value }))

/** The dates of birth: { said } or { errors } by person. Who was left out is not known. */
function births({ rows, question, texts }, yearOnly) {
  const read = rows.map(({ value: subject }) => (texts[subject] ? put.typed(question, texts[subject], yearOnly) : { value: put.UNSURE }))
  const errors = {}
  rows.forEach(({ value }, index) => { if (read[index].error) errors[value] = read[index].error })
  if (Object.keys(errors).length) return { errors }
  return { said: rows.map(({ value: subject }, index) => ({ subject, id: question.id, value: read[index].value })) }
}

module.exports = { screen, family, relations, said, alike, births }
