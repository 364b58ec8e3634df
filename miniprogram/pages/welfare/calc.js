// The answers of the calculator: kept on this phone only, so that a person can leave and come back.
// The server is asked anew each time and keeps nothing.
const api = require('../../core/api.js')
const draft = require('../../core/draft.js')
const storage = require('../../core/storage.js')
const clock = require('../../core/clock.js')
const kin = require('./kin.js')

const NAME = 'welfare'
let asked = [] // [{ question, value }], in the order they were answered
let held = null // what was answered before, until somebody asks to go on with it
let reading = null
let found = null // what the last assessment said, and in which detail
let event = '' // what happened, if that was the way in
let questions = null
let only = null // the policy that is asked about, or null for all

storage.remembers(() => {
  asked = []
  held = null
  reading = null
  found = null
})

/** The answers so far; a page waits for `ready` before it reads them. */
const load = () => asked

/** Read once what this phone remembers: it is offered, and shown to who asks for it. */
function ready() {
  if (!reading) reading = draft.load(NAME).then((kept) => { held = kept })
  return reading
}

/** Whether something was answered before that nobody has asked for yet. */
const isHeld = () => Boolean(held && held.length)

/** Somebody begins: what was answered up to now is put aside and offered, whoever answered it. */
function begin() {
  if (asked.length) held = asked
  asked = []
  found = null
}

/** Go on with what was answered before. */
function takeUp() {
  asked = held || []
  held = null
  found = null
}

function keep() {
  held = null
  draft.save(NAME, asked)
  found = null
}

/** The answers in the form the server reads. */
function answers() {
  const said = { household: {}, applicant: {}, members: [] }
  load().forEach(({ question, value }) => { placeFor(said, question.subject)[question.id] = value })
  return said
}

function placeFor(said, subject) {
  if (said[subject] && !Array.isArray(said[subject])) return said[subject]
  const index = Number(subject.split('/')[1])
  while (said.members.length <= index) said.members.push({})
  return said.members[index]
}

/** Ask the server what follows from the answers: decisions with reasons, next_question, settled, total. */
const assess = () => asking('full')

/** The same without reasons, papers and places: a seventh of the size, enough between two questions. */
const glance = () => asking('verdicts')

async function asking(detail) {
  await ready()
  if (!found || (detail === 'full' && found.detail !== detail)) {
    const policies = only ? only.split(',') : null
    found = Object.assign(await api.compute('/welfare/assessments', { answers: answers(), detail, policies }, { waits: true }), { detail })
  }
  return found
}

/** Ask about one policy alone, or (without one) about all. Answers given before count for both. */
function about(policy, happened) {
  event = happened || ''
  if ((policy || null) !== only) found = null
  only = policy || null
}

/** The page with the policy that is asked about, if there is one, and what happened. */
const page = (path) => path + '?' + (only ? 'policy=' + only + '&' + (event ? 'event=' + event + '&' : '') : '') + 'on=1'

/** What will change as time passes, the next years: items { on, subject, verdict, before, text }. */
async function ahead() {
  const { items } = await api.compute('/welfare/forecasts', { answers: answers() })
  return only ? items.filter((one) => only.split(',').includes(one.policy.id)) : items
}

/** One page for the office: { file_name, pdf in base64 }. */
const summary = () => api.compute('/welfare/assessments/summary', { answers: answers(), policies: only ? only.split(',') : null }, { waits: true })

const isSame = (a, b) => a.subject === b.subject && a.id === b.id

/** Answer a question, or change its answer. */
function answer(question, value) {
  const before = load().find((one) => isSame(one.question, question))
  if (before) before.value = value
  else asked.push({ question, value })
  keep()
}

/** Take back the last answer, or all that one screen said; gives the last one, to be asked again. */
function back() {
  const last = load().pop()
  while (last && last.batch && load().length && load()[load().length - 1].batch === last.batch) load().pop()
  keep()
  return last
}

function restart() {
  asked = []
  held = null
  found = null
  draft.clear(NAME)
}

/** Who a question is about, in words: 您家, 您自己, 妈妈, 老二, 第2位家人（3岁）. */
function who(subject) {
  if (subject === 'household') return '您家'
  if (subject === 'applicant') return '您自己'
  if (subject === 'unlisted') return '还没说到的家人'
  const index = Number(subject.split('/')[1])
  const { members } = answers()
  while (members.length <= index) members.push({})
  return kin.names(members, clock.today())[index]
}

/** The people there are, as subjects: the applicant and everybody who was counted. */
function everybody() {
  const { household, members } = answers()
  const count = Math.max(Number(household.people) || 1, members.length + 1)
  return ['applicant'].concat(Array.from({ length: count - 1 }, (_, index) => 'members/' + index))
}

/** Every question by its id: some answers are given without their question being put. */
async function bank() {
  if (!questions) {
    const { items } = await api.get('/welfare/questions', {}, { open: true })
    questions = Object.fromEntries(items.map((one) => [one.id, one]))
  }
  return questions
}

const isUnsaid = (subject, id) => !load().some(({ question }) => question.subject === subject && question.id === id)

/** What was said to a question, of everybody of whom it was asked. */
const saidTo = (id) => load().filter(({ question }) => question.id === id).map(({ value }) => value)

/**
 * What one screen said of several people: [{ subject, id, value }]. One step back takes all of it. What only follows
 * from a tap (`isImplied`) does not replace what was said before.
 */
async function sayTogether(said, isImplied) {
  const known = await bank()
  const batch = said.map(({ subject, id }) => subject + '.' + id).join()
  const fits = said.filter(({ subject, id }) => known[id] && (!isImplied || isUnsaid(subject, id)))
  asked = asked.filter(({ question }) => !fits.some(({ subject, id }) => isSame(question, { subject, id })))
  fits.forEach(({ subject, id, value }) => asked.push({ question: Object.assign({}, known[id], { subject }), value, batch }))
  keep()
}

module.exports = { ready, isHeld, begin, takeUp, load, assess, glance, about, page, ahead, summary, answer, back, restart, who, everybody, bank, sayTogether, isUnsaid, saidTo }
