// A market in figures, and the report to hand on.
const api = require('../../../core/api.js')

const TILES = [['signed_up', '报名'], ['walk_ins', '现场取号'], ['came', '到场'], ['served', '已服务'], ['no_shows', '未到场'], ['still_waiting', '候补未成']]
const AGES = { '0-17': '17岁及以下', '18-59': '18至59岁', '60-79': '60至79岁', '80+': '80岁及以上', unknown: '未登记' }

Page({
  data: { loading: true, fault: null, tiles: [], services: [], ages: [], goods: [], said: [], hours: 0, busy: false },
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
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence } }) }
  },
  people() { wx.navigateTo({ url: '/packages/organiser/people/people?id=' + this.id }) },
  pdf() { this.take('report.pdf', 'pdf') },
  sheet() { this.take('figures.csv', 'csv') },
  take(name, fileType) {
    const base = (getApp() && getApp().globalData.base) || ''
    this.setData({ busy: true })
    wx.downloadFile({
      url: base + '/api/v1/markets/' + this.id + '/' + name,
      header: { Authorization: 'Bearer ' + wx.getStorageSync('token') },
      success: ({ statusCode, tempFilePath }) => {
        if (statusCode === 200) wx.openDocument({ filePath: tempFilePath, fileType: fileType === 'pdf' ? 'pdf' : undefined, showMenu: true })
        else wx.showToast({ title: '没能生成，请稍后再试', icon: 'none' })
      },
      fail: () => wx.showToast({ title: '现在没有网络，请稍后再试', icon: 'none' }),
      complete: () => this.setData({ busy: false }),
    })
  },
})

function line(one) {
  const parts = ['报名' + one.signed_up, '现场' + one.walk_ins, '到场' + one.came, '服务' + one.served]
  if (one.mean_wait_minutes !== null) parts.push('平均等' + one.mean_wait_minutes + '分')
  if (one.mean_stars !== null) parts.push(one.mean_stars + '星')
  return parts.join(' · ')
}
