// The people I act for.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const clock = require('../../../core/clock.js')
const resumed = require('../../../core/resumed.js')
const { ask } = require('../../../core/ask.js')

const RELATIONS = [
  { value: 'spouse', text: '配偶' }, { value: 'child', text: '子女' }, { value: 'parent', text: '父母' },
  { value: 'grandparent', text: '祖父母、外祖父母' }, { value: 'grandchild', text: '孙辈' },
  { value: 'ward', text: '我监护的人' }, { value: 'other', text: '其他家人' },
]
const CHILD_UNTIL = 14
const CHILD_CONSENT = '孩子不满14周岁。保存姓名和出生日期，要您作为监护人同意。只用来替孩子报名、预约和算补贴，随时可以在“关于”里收回。您是孩子的监护人，同意保存吗？'
const NONE = { name: '', relation: null, birth: '' }

Page({
  behaviors: [resumed],
  data: Object.assign({ loading: true, fault: null, items: [], adding: false, busy: false, relations: RELATIONS, today: clock.today() }, NONE),
  onLoad() {
    this.offerDraft('family')
    this.load()
  },
  async load() {
    try {
      const { items } = await api.get('/me/family')
      this.setData({ loading: false, fault: null, items: items.map(dressed) })
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  resume(unsent) { this.setData(Object.assign({ adding: true }, unsent)) },
  add() { this.setData(Object.assign({ adding: true }, NONE)) },
  cancel() {
    this.endDraft()
    this.setData({ adding: false })
  },
  typeName(event) { this.keep({ name: event.detail.value }) },
  chooseRelation(event) { this.keep({ relation: event.detail.value }) },
  chooseBirth(event) { this.keep({ birth: event.detail.value }) },
  keep(some) {
    this.setData(some)
    const { name, relation, birth } = this.data
    this.saveDraft({ name, relation, birth })
  },
  async save() {
    const { name, relation, birth } = this.data
    if (faults.missing({ name: !name.trim() && '请填姓名', relation: !relation && '请选是您的什么人' })) return undefined
    this.setData({ busy: true })
    try {
      if (birth && isChild(birth) && !(await agreed())) return this.setData({ busy: false })
      await api.post('/me/family', { name: name.trim(), relation, birth_date: birth || null, guardian: relation === 'ward' })
      this.cancel()
      await this.load()
    } catch (fault) {
      api.say(fault)
    }
    return this.setData({ busy: false })
  },
  remove(event) {
    const member = this.data.items[event.currentTarget.dataset.index]
    ask({
      danger: true, title: '删掉' + member.name + '？', content: '以后还可以再加。', confirmText: '删掉', cancelText: '不删',
      success: async ({ confirm }) => {
        if (!confirm) return
        try { await api.remove('/me/family/' + member.id) } catch (fault) { api.say(fault) }
        this.load()
      },
    })
  },
})

function dressed(member) {
  const relation = RELATIONS.find((one) => one.value === member.relation)
  return Object.assign({ relationText: relation ? relation.text : '家人', birth: member.birth_date ? member.birth_date.replace(/-0?/, '年').replace(/-0?/, '月') + '日' : '' }, member)
}

const isChild = (birth) => {
  const [year, month, day] = clock.today().split('-').map(Number)
  const [born, ...rest] = birth.split('-').map(Number)
  const isBefore = month < rest[0] || (month === rest[0] && day < rest[1])
  return year - born - (isBefore ? 1 : 0) < CHILD_UNTIL
}

// Whether a guardian agreed to what is kept of a child, asked here if they did not yet.
async function agreed() {
  const { items, current } = await api.get('/me/consents')
  const version = current.child
  if (items.some((one) => one.document === 'child' && one.version === version && !one.withdrawn_at)) return true
  const isAgreed = await new Promise((resolve) => {
    ask({ title: '替孩子填写', content: CHILD_CONSENT, confirmText: '同意', cancelText: '不保存', success: ({ confirm }) => resolve(confirm), fail: () => resolve(false) })
  })
  if (isAgreed) await api.post('/me/consents', { document: 'child', version })
  return isAgreed
}
