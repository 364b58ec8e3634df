// One policy in full: conditions, dated figures, papers, where, sources.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const clock = require('../../../core/clock.js')
const { openedWith } = require('../../../core/scene.js')
const { go } = require('../../../core/go.js')

const STATES = { announced: '还没有开始。', ended: '已经结束，现在办不了了。', never: '本市没有这项补贴，列在这里是因为常有人问。' }
const TRUST = { A: '依据政府正式文件。', B: '依据新闻报道，以窗口答复为准。', C: '依据一般了解，去之前请先打电话问一下。' }
const HEADS = { all: '下面各条都要满足：', any: '下面满足一条就行：', none: '不能有下面的情况：' }

/** The tree of conditions as indented lines. */
function lines(node, depth) {
  if (!node) return []
  if (node.text && !node.all && !node.any && !node.none && !node.at_least) return [{ text: node.text, depth, bullet: true }]
  const kind = ['all', 'any', 'none', 'at_least'].find((name) => node[name] !== undefined)
  if (!kind) return node.not ? [{ text: '不能有下面的情况：', depth, bullet: false }].concat(lines(node.not, depth + 1)) : []
  const inside = Array.isArray(node[kind]) ? node[kind] : node.of || (node[kind] && node[kind].of) || []
  const head = node.text || HEADS[kind] || '下面至少满足 ' + (node.at_least.count || node.at_least) + ' 条：'
  const bare = kind === 'all' && depth === 0
  return (bare ? [] : [{ text: head, depth, bullet: false }]).concat(...inside.map((one) => lines(one, bare ? 0 : depth + 1)))
}

const dated = (date) => date.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日起')

/** The figure in force today; one that was only announced stands when there is none yet. */
function amount(figure) {
  const begun = figure.values.filter((value) => value.from <= clock.today())
  const latest = begun[begun.length - 1] || figure.values[0] || {}
  return { id: figure.id, label: figure.label, text: latest.found === false ? '没有查到，请问窗口' : latest.text || '', since: latest.from ? dated(latest.from) : '' }
}

Page({
  id: '',
  data: { loading: true, fault: null, policy: { name: '', summary: '', state: 'in_force', stateText: '', papers: [], sources: [] }, conditions: [], amounts: [], trust: '', reviewed: '' },
  onLoad(options) { this.id = openedWith(options).id; this.load() },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      this.show(await api.get('/welfare/policies/' + encodeURIComponent(this.id), null, { open: true }))
    } catch (fault) {
      this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } })
    }
  },
  show(policy) {
    wx.setNavigationBarTitle({ title: policy.name })
    this.setData({
      loading: false, policy: Object.assign({ stateText: STATES[policy.state] || '' }, policy),
      conditions: lines(policy.conditions, 0).map((line, key) => Object.assign({ key }, line)),
      amounts: policy.amounts.map(amount), trust: TRUST[policy.grade] || '', reviewed: say.day(policy.reviewed),
    })
  },
  ask() { go('/pages/welfare/ask/ask?policy=' + this.id) },
  copy(event) {
    wx.setClipboardData({ data: event.currentTarget.dataset.address, success: () => wx.showToast({ title: '网址已复制', icon: 'none' }) })
  },
  onShareAppMessage() { return { title: this.data.policy ? this.data.policy.name : '福利政策', path: this.id ? '/pages/welfare/policy/policy?id=' + this.id : '/pages/welfare/policies/policies' } },
})
