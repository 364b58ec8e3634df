// A new venue: what it is and where; its hours and rules come next.
const api = require('../../../core/api.js')
const faults = require('../../../core/faults.js')
const communities = require('../communities.js')
const reasons = require('../reasons.js')
const { here } = require('../../../core/place.js')
const storage = require('../../../core/storage.js')
const { replace } = require('../../../core/go.js')

const KINDS = [['court', '球场'], ['room', '活动室'], ['reading', '阅览室'], ['hall', '多功能厅'], ['stage', '剧场排练厅'], ['exhibition', '展馆'], ['park', '户外场地']].map(([value, text]) => ({ value, text }))
const USES = [{ value: 'exclusive', text: '整场预约', note: '一次一家，例如球场' }, { value: 'shared', text: '按座位预约', note: '每人一个座位，例如阅览室' }]
const KEPT = 'keeper:venue'

Page({
  data: { loading: true, fault: null, communities: [], chosen: 0, kinds: KINDS, uses: USES, name: '', kind: 1, use: 'exclusive', places: '20', people_most: '20', address: '', contact: '', place: null, refusal: '', busy: false },
  onLoad() { this.load() },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      this.setData({ communities: await communities.all(), loading: false })
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  change(event) { this.setData({ [event.currentTarget.dataset.name]: event.detail.value, refusal: '' }) },
  chooseKind(event) { this.setData({ kind: Number(event.detail.value) }) },
  chooseCommunity(event) { this.setData({ chosen: Number(event.detail.value) }) },
  async locate() {
    const found = await here()
    if (found) this.setData({ place: found })
    else wx.showToast({ title: '没有定位成功，可以以后再填', icon: 'none' })
  },
  async submit() {
    const { name, kind, use, places, people_most, address, contact, place } = this.data
    if (faults.missing({ name: !name.trim() && '请填场地名称' })) return undefined
    this.setData({ busy: true, refusal: '' })
    try {
      const body = { name: name.trim(), kind: KINDS[kind].value, use, community: this.data.communities[this.data.chosen].code, places: use === 'exclusive' ? 1 : Number(places), people_most: Number(people_most), address: address.trim(), contact: contact.trim(), place }
      const made = await api.post('/venues', body)
      storage.put(KEPT, made.id)
      replace('/packages/keeper/hours/hours')
    } catch (fault) {
      this.setData({ busy: false, refusal: reasons.told(fault) })
    }
    return undefined
  },
})
