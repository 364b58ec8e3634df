// A market in figures, and the report to hand on.
const api = require('../../../core/api.js')
const handing = require('../../../core/handing.js')
const { go } = require('../../../core/go.js')

const TILES = [['signed_up', '报名'], ['walk_ins', '现场取号'], ['came', '到场'], ['served', '已服务'], ['no_shows', '未到场'], ['still_waiting', '候补未成']]
const AGES = { '0-17': '17岁及以下', '18-59': '18至59岁', '60-79': '60至79岁', '80+': '80岁及以上', unknown: '未登记' }

Page({
  behaviors: [handing],
  id: '',
  data: { loading: true, fault: null, tiles: [], services: [], ages: [], goods: [], said: [], hours: 0 },
  onLoad({ id }) {
    this.id = id
    this.load()
  },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      const { total, services, goods, volunteers, volunteer_hours: hours } = await api.get('/markets/' + this.id + '/figures')
      this.setData({
        loading: false, goods, hours, volunteers,
        tiles: TILES.map(([name, words]) => ({ name, words, value: total[name] })),
        services: services.map((one) => ({ id: one.service, name: one.service_name, note: line(one) })),
        ages: Object.keys(AGES).filter((group) => total.by_age[group]).map((group) => ({ group, words: AGES[group], value: total.by_age[group] })),
      })
      const { items: said } = await api.get('/markets/' + this.id + '/words', { limit: 20 })
      this.setData({ said })
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  people() { go('/packages/organiser/people/people?id=' + this.id) },
  pdf() { return this.openFile('/markets/' + this.id + '/report.pdf', 'pdf') },
  /** WeChat opens no CSV, but hands one on. */
  takeTable() { return this.prepareFile('/markets/' + this.id + '/figures.csv', '集市数据.csv') },
})

function line(one) {
  const parts = ['报名' + one.signed_up, '现场' + one.walk_ins, '到场' + one.came, '服务' + one.served]
  if (one.mean_wait_minutes !== null) parts.push('平均等' + one.mean_wait_minutes + '分')
  if (one.mean_stars !== null) parts.push(one.mean_stars + '星')
  return parts.join(' · ')
}
