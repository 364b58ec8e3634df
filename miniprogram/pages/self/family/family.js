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
