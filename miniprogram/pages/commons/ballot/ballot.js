// A ballot: what it needs to pass, what it is not; cast once, with a secret of this phone's for sending it again.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const keys = require('../../../core/keys.js')
const say = require('../../../core/say.js')
const storage = require('../../../core/storage.js')
const words = require('../words.js')
const { ask } = require('../../../core/ask.js')

const CHOICES = Object.keys(words.CHOICES).map((value) => ({ value, text: words.CHOICES[value] }))
const MYSELF = 0

Page({
  path: '', voted: null,
  data: { loading: true, fault: null, it: null, tally: null, mine: null, choices: CHOICES, choice: '', people: [], person: MYSELF, receipt: '', done: false, proxyCode: '', code: '', busy: false },
  onLoad({ id }) { this.path = '/commons/ballots/' + id; this.voted = []; this.load() },
  async load() {
    try {
      const open = { open: true }
      const [it, tally, mine] = await Promise.all([
        api.get(this.path, null, open), api.get(this.path + '/tally', null, open), api.isKnown() ? api.get(this.path + '/mine') : null,
      ])
      const people = mine ? voters(mine).filter((one) => this.voted.indexOf(one.value) < 0) : []
      this.setData({ loading: false, fault: null, it: dressed(it), tally: counted(tally), mine, people, person: people.length ? people[0].value : MYSELF })
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  choose(event) { this.setData({ choice: event.detail.value }) },
  forWhom(event) { this.setData({ person: event.detail.value, choice: '' }) },
  async enter() {
    try { await api.login(); await this.load() } catch (fault) { api.say(fault) }
  },
  cast() {
    const { choice, person, people } = this.data
    if (faults.missing({ choice: !choice && '请先选一项' })) return undefined
    const whose = people.length > 1 || person ? people.find((one) => one.value === person).text + '：' : ''
    return ask({
      title: '投“' + words.CHOICES[choice] + '”？', content: whose + '每户只算一次，投出以后不能改。', confirmText: '投出', cancelText: '再想想',
      success: ({ confirm }) => { if (confirm) this.send(choice, person) },
    })
  },
  async send(choice, person) {
    if (this.data.busy) return
    this.setData({ busy: true })
    const store = 'once:' + this.path + ':' + person
    const once = storage.get(store) || keys.fresh()
    storage.put(store, once)
    try {
      const { code } = await api.tell(this.path + '/votes', { choice, for_number: person || null, once }, { open: false })
      storage.remove(store)
      this.voted.push(person)
      this.setData({ receipt: code || '', done: true, choice: '' })
      await this.load()
    } catch (fault) {
      if (api.isFinal(fault)) storage.remove(store)
      api.say(fault)
    }
    this.setData({ busy: false })
  },
  askToGive() {
    ask({
      title: '请别人代投？', content: '会给您一个委托码，只显示这一次。谁拿到这个码，不管是不是业主，都能替您投这一票，请只交给信得过的人。代投的人投出以后您就不能再投。', confirmText: '取委托码',
      success: ({ confirm }) => { if (confirm) this.give() },
    })
  },
  async give() {
    this.setData({ busy: true })
    try { this.setData({ proxyCode: (await api.tell(this.path + '/proxies', {}, { open: false })).code }) } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
  typeCode(event) { this.setData({ code: event.detail.value.trim() }) },
  async take() {
    if (!this.data.code) return
    this.setData({ busy: true })
    try {
      await api.post(this.path + '/proxies/take', { code: this.data.code })
      this.setData({ code: '' })
      await this.load()
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
})

const dressed = (it) => Object.assign({}, it, {
  stateText: words.BALLOT_STATES[it.state], secrecyText: words.SECRECY[it.secrecy], times: say.span(it.opens_at, it.closes_at),
  gone: it.state === 'cancelled' && it.cancel_reason ? '已取消：' + it.cancel_reason + '。投过的票没有打开。' : '',
  again: it.earlier ? '以前问过（' + say.moment(it.earlier.opens_at) + '，' + words.BALLOT_STATES[it.earlier.state] + (it.earlier.cancel_reason ? '：' + it.earlier.cancel_reason : '') + '）。再问的理由：' + it.again_because : '',
  open: it.state === 'open', live: it.state === 'open' || it.state === 'scheduled', tone: it.state === 'open' ? 'good' : 'plain',
})

/** For whom I may vote still: myself, and who gave me their code. */
function voters({ vote, number, proxy_for: held }) {
  const own = vote === 'none' ? [{ value: MYSELF, text: '我自己（' + number + '号）' }] : []
  return own.concat(held.map((one) => ({ value: one, text: '替' + one + '号' })))
}

const counted = (tally) => Object.assign({}, tally, {
  reasons: (tally.result ? tally.result.because : tally.taking_part).map(({ text, holds }) => ({ text, holds })),
  choices: tally.result && tally.result.numbers && tally.result.numbers.yes.heads !== null ? CHOICES.map(({ value, text }) => ({ text, heads: tally.result.numbers[value].heads, area: tally.result.numbers[value].area_m2 })) : [],
})
