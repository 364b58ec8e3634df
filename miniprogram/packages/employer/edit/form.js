// A post's form: its fields as people write them, and as the service takes them.
const KINDS = [
  { value: 'full_time', text: '全职' }, { value: 'hourly', text: '小时工', note: '每天不超过4小时' }, { value: 'piece_rate', text: '计件' },
  { value: 'temporary', text: '临时工' }, { value: 'internship', text: '实习' }, { value: 'public_interest', text: '公益性岗位' },
]
const UNITS = [{ value: 'month', text: '每月' }, { value: 'day', text: '每天' }, { value: 'hour', text: '每小时' }, { value: 'piece', text: '每件' }]
const PROMISES = [{ value: 'insured', text: '缴社保' }, { value: 'board', text: '包吃' }, { value: 'lodging', text: '包住' }]
const TEXTS = ['title', 'duties', 'requirements', 'benefits', 'pay_parts', 'address', 'user_employer']
const YUAN = ['pay_min', 'pay_max', 'base_pay', 'probation_pay']
const NUMBERS = ['wanted', 'days_per_week', 'contract_months', 'probation_months']
const EMPTY = {
  kind: 'full_time', pay_unit: 'month', title: '', duties: '', requirements: '', benefits: '', pay_parts: '', address: '', user_employer: '', pay_min: '', pay_max: '', base_pay: '', probation_pay: '',
  wanted: '', days_per_week: '', contract_months: '', probation_months: '', hours: '', promises: ['insured'], community_code: '', occupation: '', valid_until: '',
}

const number = (text) => (text === '' || text === null || isNaN(Number(text)) ? null : Number(text))
const fen = (yuan) => (number(yuan) === null ? null : Math.round(number(yuan) * 100))

/** The form as the service takes it. */
function body(form) {
  const sent = { kind: form.kind, pay_unit: form.pay_unit, occupation: form.occupation || null, community_code: form.community_code || null, valid_until: form.valid_until || null }
  TEXTS.forEach((name) => { sent[name] = form[name] })
  YUAN.forEach((name) => { sent[name + '_fen'] = fen(form[name]) })
  NUMBERS.forEach((name) => { sent[name] = number(form[name]) })
  sent.probation_months = sent.probation_months || 0
  sent.minutes_per_day = number(form.hours) === null ? null : Math.round(number(form.hours) * 60)
  PROMISES.forEach(({ value }) => { sent[value] = form.promises.includes(value) })
  return sent
}

/** What of a post has to be filled in and is not, or is no number where one is asked. */
function gaps(form) {
  const ofNumbers = NUMBERS.concat(YUAN, 'hours').filter((name) => form[name] !== '' && number(form[name]) === null)
  const blank = (name, sentence) => !String(form[name]).trim() && sentence
  return Object.assign({
    title: blank('title', '请填岗位名称'), duties: blank('duties', '请写工作内容'), requirements: blank('requirements', '请写招聘条件'), wanted: blank('wanted', '请填招聘人数'),
    pay_min: blank('pay_min', '请填最低工资'), base_pay: form.pay_unit === 'piece' && blank('base_pay', '请填每月保底'),
  }, ...ofNumbers.map((name) => ({ [name]: '请填数字，如 2' })))
}

/** A post as the form shows it. */
function form(job) {
  const shown = Object.assign({}, EMPTY, { kind: job.kind, pay_unit: job.pay_unit || 'month', occupation: job.occupation || '', community_code: job.community_code || '', valid_until: job.valid_until || '' })
  TEXTS.forEach((name) => { shown[name] = job[name] })
  YUAN.forEach((name) => { shown[name] = job[name + '_fen'] === null ? '' : String(job[name + '_fen'] / 100) })
  NUMBERS.forEach((name) => { shown[name] = job[name] === null ? '' : String(job[name]) })
  shown.hours = job.minutes_per_day ? String(job.minutes_per_day / 60) : ''
  shown.promises = PROMISES.map((one) => one.value).filter((name) => job[name])
  return shown
}

module.exports = { KINDS, UNITS, PROMISES, EMPTY, body, form, gaps }
