// Search over the open posts: words, filters, order; a search can be saved to be told of new posts.
const api = require('../../../core/api.js')
const lists = require('../../../core/lists.js')
const subscribe = require('../../../core/subscribe.js')
const words = require('../words.js')
const { here } = require('../../../core/place.js')
const { go, plain } = require('../../../core/go.js')

const SORTS = [{ id: 'fit', text: '最合适' }, { id: 'newest', text: '最新' }, { id: 'nearest', text: '最近' }]
const PAYS = [
  { value: 0, text: '工资不限' }, { value: 300000, text: '3000元以上' }, { value: 400000, text: '4000元以上' }, { value: 500000, text: '5000元以上' },
  { value: 600000, text: '6000元以上' }, { value: 800000, text: '8000元以上' }, { value: 1000000, text: '1万元以上' },
]
const PROMISES = [{ value: 'insured', text: '缴社保' }, { value: 'board', text: '包吃' }, { value: 'lodging', text: '包住' }]
const NOTHING = { kind: '', pay: 0, promises: [], community: '' }

Page({
  behaviors: [lists],
  inPlaces: null, countTurn: null,
  data: {
    q: '', sort: 'fit', sorts: SORTS, kindItems: words.KINDS, payItems: PAYS, promiseItems: PROMISES, communities: [], communityNames: ['全区'], communityIndex: 0,
    filters: NOTHING, wanted: NOTHING, filterText: '', showFilters: false, loosened: '', understood: [], asked: false, count: '',
  },
  async onLoad({ q, saved }) {
    this.setData({ q: plain(q || '') })
    if (api.isKnown()) subscribe.prepare()
    if (saved) await this.recall(saved)
    this.reload()
  },
  async recall(id) {
    const { items } = await api.get('/me/job-searches')
    const found = items.find((one) => one.id === id)
    if (!found) return
    const { asked } = found
    const filters = { kind: asked.kind || '', pay: asked.pay_min_fen || 0, promises: PROMISES.map((one) => one.value).filter((name) => asked[name]), community: asked.community || '' }
    this.setData({ q: asked.q || '', filters, wanted: filters, filterText: this.filterWords(filters), sort: 'newest' })
  },
  query(wanted) {
    const { q } = this.data
    const filters = wanted || this.data.filters
    const asked = { q, kind: filters.kind, community: filters.community, pay_min_fen: filters.pay || '' }
    filters.promises.forEach((name) => { asked[name] = true })
    return asked
  },
  async fetchPage(cursor) {
    const asked = Object.assign(this.query(), { limit: 20, cursor }, await this.order())
    const page = await api.get('/jobs', asked, { open: true })
    this.setData(cursor ? { asked: true } : { asked: true, loosened: this.loosened(page), understood: page.understood })
    return page
  },
  // Says what was let go where nothing answered the whole line.
  loosened({ loosened, left_out }) {
    if (!loosened) return ''
    return left_out.length ? '没有完全符合的，下面没有算上：' + left_out.join('、') : '没有完全符合的，下面是相近的岗位。'
  },
  async order() {
    if (this.data.sort !== 'nearest') return this.data.sort === 'newest' ? { sort: 'newest' } : {}
    const place = await here()
    if (place) return { sort: 'nearest', near: place.lng + ',' + place.lat, datum: place.datum }
    this.setData({ sort: 'newest' })
    wx.showToast({ title: '没有取到位置，先按最新排', icon: 'none' })
    return { sort: 'newest' }
  },
  dressItem(job) {
    const tags = words.promises(job)
    const where = [job.community_name, job.metres === null ? '' : (job.metres < 1000 ? job.metres + '米' : Math.round(job.metres / 100) / 10 + '公里')].filter(Boolean).join(' · ')
    return {
      id: job.id, title: words.parts(job.title, job.highlights.title), snippet: words.parts(job.snippet, job.highlights.snippet), pay: job.pay_text,
      employer: job.employer.name, where, tags, kind: words.kindText(job.kind), label: [job.title, job.pay_text, job.employer.name, where].concat(tags).join('，'),
    }
  },
  // Words that became a condition are taken out of the line again.
  without(event) {
    this.setData({ q: event.currentTarget.dataset.without })
    this.reload()
  },
  search(event) { this.setData({ q: event.detail.value }); this.reload() },
  chooseSort(event) {
    const { id } = event.currentTarget.dataset
    if (id === this.data.sort) return
    this.setData({ sort: id })
    this.reload()
  },
  async openFilters() {
    this.setData({ showFilters: true, wanted: this.data.filters })
    this.countChoices()
    if (this.data.communities.length) return
    const { items } = await api.get('/places/communities', null, { open: true })
    const coded = items.filter((one) => one.code)
    const index = coded.findIndex((one) => one.code === this.data.wanted.community) + 1
    this.setData({ communities: coded, communityNames: this.placeNames(coded), communityIndex: index })
  },
  placeNames(communities) {
    const counts = this.inPlaces
    return ['全区'].concat(communities.map((one) => one.name + (counts ? '（' + (counts[one.code] || 0) + '）' : '')))
  },
  // How many posts each choice would show, the other choices kept; what cannot be counted says nothing.
  async countChoices() {
    const turn = (this.countTurn || 0) + 1
    this.countTurn = turn
    const { wanted } = this.data
    const count = (without) => api.get('/jobs/facets', this.query(Object.assign({}, wanted, without)), { open: true })
    try {
      const [all, kinds, pays, places] = await Promise.all([count({}), count({ kind: '' }), count({ pay: 0 }), count({ community: '' })])
      if (turn !== this.countTurn) return
      const counted = (items, number) => items.map((one) => Object.assign({}, one, { text: one.text + '（' + number(one.value) + '）' }))
      this.inPlaces = places.community_code
      this.setData({
        count: '（' + all.total + '个）', kindItems: counted(words.KINDS, (value) => (value ? kinds.kind[value] || 0 : kinds.total)),
        payItems: counted(PAYS, (value) => (value ? pays.pay[value] || 0 : pays.total)), promiseItems: counted(PROMISES, (value) => all.promises[value] || 0),
        communityNames: this.placeNames(this.data.communities),
      })
    } catch (fault) { this.setData({ count: '', kindItems: words.KINDS, payItems: PAYS, promiseItems: PROMISES }) }
  },
  closeFilters() { this.setData({ showFilters: false }) },
  want(some) {
    this.setData({ wanted: Object.assign({}, this.data.wanted, some) })
    this.countChoices()
  },
  chooseKind(event) { this.want({ kind: event.detail.value }) },
  choosePay(event) { this.want({ pay: event.detail.value }) },
  choosePromises(event) { this.want({ promises: event.detail.value }) },
  chooseCommunity(event) {
    const index = Number(event.detail.value)
    this.setData({ communityIndex: index })
    this.want({ community: index ? this.data.communities[index - 1].code : '' })
  },
  filterWords(filters) {
    const named = (items, value) => (items.find((one) => one.value === value) || {}).text
    const place = this.data.communities.find((one) => one.code === filters.community)
    return [filters.kind && named(words.KINDS, filters.kind), filters.pay && named(PAYS, filters.pay), place && place.name]
      .concat(filters.promises.map((name) => named(PROMISES, name))).filter(Boolean).join('、')
  },
  apply() {
    const filters = this.data.wanted
    this.setData({ filters, filterText: this.filterWords(filters), showFilters: false })
    this.reload()
  },
  clear() {
    this.setData({ q: '', filters: NOTHING, wanted: NOTHING, communityIndex: 0, filterText: '', showFilters: false })
    this.reload()
  },
  async save() {
    subscribe.offer(['progress'])
    const asked = this.query()
    Object.keys(asked).forEach((name) => { if (asked[name] === '') delete asked[name] })
    const name = [this.data.q, this.data.filterText].filter(Boolean).join(' ').slice(0, 30) || '全部岗位'
    try {
      await api.post('/me/job-searches', { name, asked })
      wx.showToast({ title: '已订阅，有新岗位会告诉您', icon: 'none' })
    } catch (fault) { api.say(fault) }
  },
  open(event) { go('/pages/jobs/job/job?id=' + event.currentTarget.dataset.id) },
  saved() { go('/pages/jobs/saved/saved') },
  fairs() { go('/pages/jobs/fairs/fairs') },
  mine() { go('/pages/jobs/mine/mine') },
  hire() { go('/packages/employer/home/home') },
})
