// Social organisations around here, as the register shows them.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const say = require('../../../core/say.js')

const KINDS = { association: '社会团体', service: '民办非企业单位', foundation: '基金会', group: '社区备案的组织' }

Page({
  behaviors: [lists],
  community: null,
  data: { wanted: '' },
  onLoad({ community }) { this.community = community || ''; this.reload() },
  fetchPage(cursor) { return api.get('/commons/organisations', { community: this.community, q: this.data.wanted, cursor }, { open: true }) },
  dressItem(one) { return Object.assign({}, one, { kindText: KINDS[one.kind], sinceText: one.registered_on ? say.longDay(one.registered_on) + '登记' : '' }) },
  search(event) {
    this.setData({ wanted: event.detail.value.trim() })
    this.reload()
  },
})
