// The calculator for any committee, without a login: a rule, how many there are, how many voted; exact fractions.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')

const VOTES = [{ name: 'yes', text: '同意' }, { name: 'no', text: '不同意' }, { name: 'abstain', text: '弃权' }, { name: 'invalid', text: '废票' }]
const STILL = [{ value: false, text: '投票已经结束' }, { value: true, text: '还在投票' }]

Page({
  rules: null,
  data: { loading: true, fault: null, rules: [], chosen: '', rule: null, still: STILL, open: false, rows: [], form: /** @type {any} */ ({}), result: null, asOf: '', busy: false },
  onLoad() { this.load() },
  async load() {
    try {
      const { items, as_of: asOf } = await api.get('/commons/rules', null, { open: true })
      this.rules = items
      this.setData({ loading: false, fault: null, asOf, rules: items.map((one) => ({ value: one.id, text: one.name, note: one.article })) })
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  choose(event) {
    const rule = this.rules.find((one) => one.id === event.detail.value)
    this.setData({ chosen: rule.id, rule, rows: rowsOf(rule), result: null })
  },
  again() { this.setData({ rule: null, chosen: '', result: null }) },
  chooseStill(event) { this.setData({ open: event.detail.value, result: null }) },
  fill(event) { this.setData({ ['form.' + event.currentTarget.dataset.name]: event.detail.value.trim(), result: null }) },
  async count() {
    if (faults.missing({ roll: !this.data.form.roll && '请填名册上一共多少' })) return undefined
    this.setData({ busy: true })
    try {
      this.setData({ result: await api.compute('/commons/rules/check', asked(this.data)) })
    } catch (fault) { api.say(fault) }
    return this.setData({ busy: false })
  },
})

const uses = (rule, test) => [...rule.meet, ...rule.pass].some(test)

/** What has to be filled in for a rule: areas and who came only where it asks for them. */
function rowsOf(rule) {
  const area = uses(rule, (one) => one.measure === 'area')
  const present = uses(rule, (one) => one.count === 'present' || one.of === 'present')
  const all = [{ name: 'roll', text: '名册上一共' }, ...(present ? [{ name: 'present', text: '到会的' }] : []), ...VOTES]
  return all.map((one) => Object.assign({ area }, one))
}

function asked({ chosen, form, open, rows }) {
  const weight = (name) => ({ heads: Number(form[name] || 0), area_m2: form[name + '_area'] || '0' })
  const votes = {}
  rows.filter((one) => one.name !== 'roll').forEach((one) => { votes[one.name] = weight(one.name) })
  return { rule: chosen, roll: weight('roll'), votes, open }
}
