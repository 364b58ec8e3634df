// Decisions in words, sorted by what is certain: yours, nearly known, nearly yours, not yours.
const calc = require('./calc.js')
const put = require('./answer.js')

const WORDS = { eligible: '可以领', unknown: '还要问清', ineligible: '不符合' }
const KINDS = { eligible: 'good', unknown: 'warn', ineligible: 'plain' }
const REASON = {
  true: { kind: 'good', icon: 'check', said: '符合' },
  false: { kind: 'bad', icon: 'cross', said: '不符' },
  null: { kind: 'warn', icon: 'question', said: '待定' },
}
const TRUST = {
  A: '依据政府正式文件。', B: '依据新闻报道，以窗口答复为准。', C: '依据一般了解，去之前请先打电话问一下。',
}

const GRADES = { A: '政府正式文件', B: '新闻报道', C: '一般了解' }
const named = (decision, id, names) => names[id] || id

/** Each figure behind the amount with where it was read: a newspaper's sum is no official text. */
const figures = (decision) => (decision.figures || []).map(({ label, text, grade, source }) =>
  label + '：' + text + (grade ? '（' + GRADES[grade] + (source ? '，' + source.title : '') + '）' : ''))

/** What cannot be had together, and which is surely better. */
const conflicts = (decision, names) => (decision.conflicts || []).map(({ text, prefer }) =>
  text + (prefer ? (prefer === decision.policy.id ? '；这一项更合算' : '；' + named(decision, prefer, names) + '更合算') : '；哪一项更合算，请问窗口'))

const people = (subjects) => subjects.map(calc.who).join('、')

/** A reason as it is shown. The source is said once for reasons in a row that share it. */
function reason(because, index, all) {
  const look = REASON[String(because.holds)]
  const facts = Object.keys(because.facts || {}).map((name) => name + '：' + because.facts[name]).join('，')
  const whom = (because.subjects || []).some((one) => one.startsWith('members')) ? people(because.subjects) + '：' : ''
  const title = (one) => (one && one.source && one.source.title + (one.source.article ? ' ' + one.source.article : '')) || ''
  return Object.assign({
    key: index, text: because.text + (because.needs_office ? '（只有窗口能定）' : ''),
    facts: facts && whom + facts, source: title(all[index + 1]) === title(because) ? '' : title(because),
  }, look)
}

const isSkipped = (id) => calc.saidTo(id).some((value) => value === put.UNSURE || value === put.PRIVATE)

/** Why something is open when no question is left: only what was put can have been skipped. */
function stuck({ missing }) {
  const skipped = missing.filter(isSkipped)
  if (skipped.length) return '有 ' + skipped.length + ' 个问题跳过了，补上就清楚。'
  const unasked = missing.filter((id) => !calc.saidTo(id).length)
  return unasked.length ? '有 ' + unasked.length + ' 个问题没有问到，请去窗口问一问。' : '有的回答对不上，改一改就清楚。'
}

/** Whether a decision waits for something that was not put to somebody yet. */
const isUnasked = ({ missing, undecided, for: whom }) => missing.some((id) =>
  calc.isUnsaid('household', id) && undecided.concat(whom).some((subject) => calc.isUnsaid(subject, id)))

/** The policies that going on can still make clear, by name. */
const within = ({ decisions, next_question }) =>
  next_question ? decisions.filter(isUnasked).map(({ policy }) => policy.name) : []

function hint(decision, isOver) {
  if (decision.verdict === 'unknown') {
    if (decision.needs_office) return '条件里有一项只有窗口能定，请去问一问。'
    if (!decision.missing.length) return ''
    return isOver ? stuck(decision) : '再回答 ' + decision.missing.length + ' 个问题就清楚了。'
  }
  if (decision.verdict === 'ineligible' && !decision.nearest.length) {
    const no = decision.because.find((one) => one.holds === false)
    return no ? '因为：' + no.text : ''
  }
  return decision.nearest.length ? decision.nearest[0].text : ''
}

/** Whom a benefit goes to, or may go to. */
function whom(decision) {
  if (decision.verdict === 'ineligible' || !decision.for.length) return ''
  return (decision.verdict === 'eligible' ? '谁能领：' : '可能是谁的：') + people(decision.for)
}

/** One decision as the card shows it. */
function dressed(decision, isOver, names = {}) {
  return {
    id: decision.policy.id, name: decision.policy.name, verdict: decision.verdict,
    verdictText: (decision.received || []).length ? '正在享受' : decision.verdict === 'ineligible' && decision.nearest.length ? '差一点' : WORDS[decision.verdict],
    received: (decision.received || []).length ? '已经在享受：' + people(decision.received) : '',
    figures: figures(decision), conflicts: conflicts(decision, names), starts: decision.starts || '', renew: decision.renew || '',
    overdue: decision.is_overdue ? '这项政策的复核日（' + decision.review_by + '）已过，数字可能变了，请先问窗口。' : '',
    kind: KINDS[decision.verdict], gives: decision.gives,
    amount: decision.verdict === 'ineligible' || !decision.amount ? '' : decision.amount.text,
    whom: whom(decision),
    hint: hint(decision, isOver), because: decision.because.map(reason), nearest: decision.nearest.map((one) => one.text),
    papers: (decision.papers || []).join('、'), where: decision.where, apply: decision.apply, trust: TRUST[decision.grade] || '',
  }
}

/** All decisions in four groups. */
function grouped({ decisions, next_question }) {
  const names = Object.fromEntries(decisions.map(({ policy }) => [policy.id, policy.name]))
  const having = (test) => decisions.filter(test).map((one) => dressed(one, !next_question, names))
  const isNo = (one) => one.verdict === 'ineligible'
  const open = decisions.filter((one) => one.verdict === 'unknown').sort((a, b) => a.missing.length - b.missing.length)
  return {
    yes: having((one) => one.verdict === 'eligible'),
    maybe: open.map((one) => dressed(one, !next_question, names)),
    nearly: having((one) => isNo(one) && one.nearest.length),
    no: having((one) => isNo(one) && !one.nearest.length),
  }
}

module.exports = { dressed, grouped, within, isSkipped }
