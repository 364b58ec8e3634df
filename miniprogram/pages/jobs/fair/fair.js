// One job fair: when and where, which employers stand where, and the posts they bring.
const api = require('../../../core/api.js')
const say = require('../../../core/say.js')
const { openedWith } = require('../../../core/scene.js')
const { go } = require('../../../core/go.js')

Page({
  id: '',
  data: { loading: true, fault: null, fair: null },
  onLoad(options) {
    const { id } = openedWith(options)
    this.id = id
    return this.load()
  },
  async load() {
    this.setData({ loading: true, fault: null })
    try {
      this.setData({ fair: this.dress(await api.get('/jobs/fairs/' + this.id, null, { open: true })), loading: false })
    } catch (fault) { this.setData({ loading: false, fault: { sentence: fault.sentence, status: fault.status } }) }
  },
  dress(fair) {
    const jobs = fair.jobs.map((job) => ({
      id: job.id, title: job.title, pay: job.pay_text, closed: !job.is_open, note: [job.employer.name, job.wanted ? '招' + job.wanted + '人' : ''].filter(Boolean).join(' · '),
      label: [job.title, job.pay_text, job.employer.name, job.is_open ? '' : '已结束'].filter(Boolean).join('，'),
    }))
    return {
      name: fair.name, place: fair.place, market: fair.market_id, cancelled: fair.state === 'cancelled', when: say.moment(fair.starts_at) + '–' + say.time(fair.ends_at), jobs,
      stands: fair.stands.map(({ label, employer }) => ({ id: employer.id, label: label || '展位待定', name: employer.name })),
    }
  },
  visit() { go('/pages/markets/market/market?id=' + this.data.fair.market) },
  open(event) { go('/pages/jobs/job/job?id=' + event.currentTarget.dataset.id) },
})
