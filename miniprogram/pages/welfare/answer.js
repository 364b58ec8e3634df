// How each kind of question is put and its answer said: choices to tap, or something to fill in.
const say = require('../../core/say.js')
const clock = require('../../core/clock.js')

const UNSURE = 'dont_know'
const PRIVATE = 'rather_not_say'
const FEW = 12
const EARLIEST = '1900-01-01'

const isSpan = (value) => value !== null && typeof value === 'object'
const wan = (yuan) => (yuan >= 10000 ? String(Math.round(yuan / 1000) / 10) + '万' : String(yuan))
const span = (bracket) => wan(bracket.min / 100) + '元到' + wan(bracket.max / 100) + '元'

/** How people say yes and no to a question: 有 or 没有 to 有没有…, 没有 to 参加了…吗. */
const yes = ({ ask }) => (/^有/.test(ask) ? '有' : '是')
const no = ({ ask }) => (/有|过|了|已|遭遇/.test(ask) ? '没有' : '不是')

/** The rows to tap for a question, or null when something has to be filled in. */
function rows(question) {
  if (question.kind === 'yes_no') return [{ value: true, text: yes(question) }, { value: false, text: no(question) }]
  if (question.kind === 'choice') return question.choices.map((one) => ({ value: one.id, text: one.text }))
  if (question.kind === 'money' && question.brackets.length) {
    return question.brackets.map((bracket, index) => ({ value: 'b' + index, text: span(bracket) }))
  }
  return null
}

/** The numbers to tap for a small count, or null. */
function numbers(question) {
  const few = question.kind === 'number' && question.high !== null && question.high - question.low < FEW
  if (!few) return null
  return Array.from({ length: question.high - question.low + 1 }, (_, index) => question.low + index)
}

/** What a tapped row means on the wire. */
function valueOfRow(question, value) {
  if (question.kind !== 'money') return value
  const { min, max } = question.brackets[Number(value.slice(1))]
  return { min, max }
}

/** The row that stands for an answer given before. */
function rowOfValue(question, value) {
  if (question.kind !== 'money' || !isSpan(value)) return value
  return 'b' + question.brackets.findIndex((one) => one.min === value.min && one.max === value.max)
}

/** Read what was typed: { value } or { error }. */
function typed(question, text, yearOnly) {
  if (question.kind === 'date') return yearOnly ? yearRange(text) : dated(text)
  const number = Number(text)
  if (text === '' || isNaN(number)) return { error: '请填数字' }
  const value = question.kind === 'money' ? Math.round(number * 100) : number
  if (question.kind === 'number' && value !== Math.floor(value)) return { error: '请填整数' }
  if (question.low !== null && value < question.low) return { error: '这个数太小了，请再看看' }
  if (question.high !== null && value > question.high) return { error: '这个数太大了，请再看看' }
  return { value }
}

const dated = (text) => (text ? { value: text } : { error: '请选日期' })

function yearRange(text) {
  const year = Number(text)
  if (!(year >= 1900 && year <= 2100)) return { error: '请填四位数的年份，比如 1950' }
  const first = year + '-01-01'
  const last = year + '-12-31'
  const today = clock.today()
  if (first > today) return { error: '这一年还没有到，请再看看' }
  return { value: { from: first, to: last < today ? last : today } }
}

/** An answer in words, for the list of answers. */
function words(question, value) {
  if (value === UNSURE || value === null) return '不清楚'
  if (value === PRIVATE) return '没有说'
  if (question.kind === 'yes_no') return value ? yes(question) : no(question)
  if (question.kind === 'choice' && isSpan(value)) return value.one_of.map((id) => words(question, id)).join('或')
  if (question.kind === 'choice') return (question.choices.find((one) => one.id === value) || {}).text || String(value)
  if (question.kind === 'date' && isSpan(value) && value.from.slice(0, 4) !== value.to.slice(0, 4)) {
    return value.from === EARLIEST ? value.to.slice(0, 4) + '年或更早' : value.from.slice(0, 4) + '年以后'
  }
  if (question.kind === 'date') return isSpan(value) ? value.from.slice(0, 4) + '年' : value.slice(0, 4) + '年' + say.day(value).replace(/\(.*/, '')
  if (question.kind === 'money') return isSpan(value) ? span(value) : wan(value / 100) + '元'
  return value + (question.unit || '')
}

module.exports = { UNSURE, PRIVATE, rows, numbers, valueOfRow, rowOfValue, typed, words }
