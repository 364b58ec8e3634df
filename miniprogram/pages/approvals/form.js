// How the questions of the form are put, one a step: what is asked now, and how an answer is written and read.
const USES = (choices) => Object.keys(choices || {}).map((value) => ({ value, text: choices[value] }))
const HOLDER = { name: '', yuan: '', due_on: '' }
const LATER = ['wants_human', 'managers']

const OTHERS = ['family_members', 'directors', 'managers', 'supervisors', 'beneficial_owners']
const AGREE = [{ value: 'yes', text: '同意' }, { value: 'no', text: '不同意' }]

const agrees = (wanted, answers) => Object.keys(wanted).every((key) => answers[key] === wanted[key])

/** The questions to put, given the answers and the scopes that take a paper first; asking for a person is a button. */
function steps(items, answers, first) {
  return items
    .filter((one) => LATER.indexOf(one.id) < 0)
    .filter((one) => one.id !== 'liaison_phone' || Boolean(answers.liaison_name))
    .filter((one) => one.kind !== 'papers' || first.length > 0)
    .filter((one) => one.kind !== 'people' || others(answers).length > 0)
    .filter((one) => !(one.unless && agrees(one.unless, answers)) && !(one.only_if && !agrees(one.only_if, answers)))
    .map(dressed)
}

/** Everybody who is named beside the applicant, each once. */
function others(answers) {
  const named = OTHERS.reduce((all, key) => all.concat(answers[key] || []), [])
    .concat((answers.shareholders || []).map((one) => one.name), answers.legal_representative || [], answers.liaison_name || [])
  return named.filter((name, at) => name && name !== answers.operator_name && named.indexOf(name) === at)
}

function dressed(one) {
  return Object.assign({}, one, {
    options: one.id.indexOf('promise') >= 0 ? AGREE : one.kind === 'yes_no' ? [{ value: 'no', text: one.id === 'no_name' ? '要起名称' : '不' }, { value: 'yes', text: one.id === 'no_name' ? '不起名称（办得最快）' : '是' }] : USES(one.choices),
    read: reader(one.kind),
  })
}

function reader(kind) {
  if (kind === 'names') return (text) => text.split(/[、,，\s]+/).filter(Boolean)
  if (kind === 'money') return (text) => (text === '' ? undefined : Math.round(Number(text) * 100))
  return (text) => text
}

/** An answer as it stands in its field. */
function asText(step, answer) {
  if (answer === undefined || answer === null) return ''
  if (step.kind === 'names') return answer.join('、')
  if (step.kind === 'money') return String(answer / 100)
  if (step.kind === 'yes_no') return answer ? 'yes' : 'no'
  return typeof answer === 'string' && answer !== 'long_term' ? answer : ''
}

/** What was answered, to be read once more before it is sent: the numbers of papers by their end alone. */
function told(list, answers, scopes) {
  return list.map((one) => ({ id: one.id, label: one.label, text: words(one, answers[one.id], scopes) })).filter((one) => one.text)
}

function words(one, said, scopes) {
  if (said === undefined || said === null || said === '' || (one.id === 'no_name' && !said)) return ''
  const option = one.options.find(({ value }) => value === (one.kind === 'yes_no' ? asText(one, said) : said))
  if (option) return option.text
  if (one.id === 'id_number') return '尾号 ' + said.slice(-4)
  if (one.kind === 'scopes') return scopes.map(({ text }) => text).join('、')
  if (one.kind === 'money') return said / 100 + '元'
  if (one.kind === 'place') return '已在地图上标出'
  if (one.kind === 'papers') return said.map(({ number }) => number).join('、')
  if (one.kind === 'people') return said.map(({ name }) => name).join('、')
  if (one.kind === 'shareholders') return said.map((each) => each.name + ' ' + each.contribution_fen / 100 + '元').join('、')
  return said === 'long_term' ? '长期' : Array.isArray(said) ? said.join('、') : String(said)
}

module.exports = { steps, asText, others, told, HOLDER }
