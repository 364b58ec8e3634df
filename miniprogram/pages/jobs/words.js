// The words of jobs that several pages share.
const KINDS = [
  { value: '', text: '全部类型' }, { value: 'full_time', text: '全职' }, { value: 'hourly', text: '小时工' }, { value: 'piece_rate', text: '计件' },
  { value: 'temporary', text: '临时工' }, { value: 'internship', text: '实习' }, { value: 'public_interest', text: '公益性岗位' },
]
const SHIFTS = { day: '白班', two_shifts: '两班倒', three_shifts: '三班倒', night: '夜班', flexible: '弹性' }
const LOOKS = { interview: 'good', offered: 'good', accepted: 'good', hired: 'good', talking: 'good', sent: 'warn', seen: 'warn', rejected: 'plain', declined: 'plain', withdrawn: 'plain' }
const STATES = {
  sent: '已投递', seen: '单位已查看', talking: '单位想沟通', interview: '邀请面试', offered: '发出录用意向', accepted: '已接受，等确认', hired: '已录用', rejected: '未通过', declined: '已谢绝', withdrawn: '已撤回',
}

const kindText = (kind) => (KINDS.find((one) => one.value === kind) || { text: kind }).text
const hours = (minutes) => (minutes ? '每天' + minutes / 60 + '小时' : '')

/** What a post promises, as short words. */
function promises(job) {
  return [job.employer.is_agency ? '中介或派遣' : '', hours(job.minutes_per_day), job.insured ? '缴社保' : '', job.board ? '包吃' : '', job.lodging ? '包住' : ''].filter(Boolean)
}

/** A text cut into parts, each marked or not: [{ key, text, on }]. */
function parts(text, spans) {
  const found = []
  let done = 0
  ;(spans || []).forEach(([start, end]) => {
    if (start > done) found.push({ key: done, text: text.slice(done, start), on: false })
    found.push({ key: start, text: text.slice(start, end), on: true })
    done = end
  })
  if (done < text.length) found.push({ key: done, text: text.slice(done), on: false })
  return found
}

module.exports = { KINDS, SHIFTS, LOOKS, STATES, kindText, hours, promises, parts }
