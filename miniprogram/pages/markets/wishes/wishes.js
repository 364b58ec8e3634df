// Wishing for a service in a community, and what the neighbours wish for.
const api = require('../../../core/api.js')
const subscribe = require('../../../core/subscribe.js')

Page({
  data: { loading: true, fault: null, communities: [], community: 0, services: [], service: 0, tally: [], busy: false },
  onLoad() {
    subscribe.prepare()
    this.load()
  },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      const [{ items: services }, { items: all }, me] = await Promise.all([
        api.get('/markets/services', null, { open: true }), api.get('/places/communities', null, { open: true }), api.get('/me'),
      ])
      const communities = all.filter((one) => one.code)
      const home = communities.findIndex((one) => one.code === me.community_code)
      this.setData({ services, communities, community: Math.max(home, 0), loading: false })
      await this.count()
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  async count() {
    const here = this.data.communities[this.data.community]
    const { items } = await api.get('/markets/wishes', { community: here && here.code }, { open: true })
    this.setData({ tally: items.slice(0, 20) })
  },
  chooseCommunity(event) {
    this.setData({ community: Number(event.detail.value) })
    this.count().catch(api.say)
  },
  chooseService(event) { this.setData({ service: Number(event.detail.value) }) },
  async wish() {
    subscribe.offer(['progress'])
    const { communities, community, services, service } = this.data
    this.setData({ busy: true })
    try {
      await api.post('/markets/wishes', { service: services[service].id, community: communities[community].code })
      wx.showToast({ title: '记下了，来了会告诉您', icon: 'none' })
      await this.count()
    } catch (fault) { api.say(fault) }
    this.setData({ busy: false })
  },
})
