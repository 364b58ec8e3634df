// What this is, what happens to people's data in plain words, and what they agreed to.
const api = require('../../core/api.js')
const say = require('../../core/say.js')
const district = require('../../core/district.js')
const help = require('../../core/help.js')
const storage = require('../../core/storage.js')

const PROMISES = [
  { title: '查补贴不留名', text: '不用登录；您的回答只存在您的手机里，我们算完就忘。' },
  { title: '匿名反映真的匿名', text: '匿名提交时不记微信、手机、地址，只凭您手里的查询码看进展。' },
  { title: '位置只在您点的时候用', text: '标出问题的地点、找附近的场地时才会问您要位置。' },
  { title: '照片会清理', text: '照片里藏着的时间、地点会先去掉再保存。' },
  { title: '随时可以拿走、可以离开', text: '在“我的数据”里要一份，或者注销。' },
]
const NAMES = { privacy: '隐私说明', sensitive_health: '用到健康情况（比如残疾、疾病）', sensitive_location: '用到精确位置', child: '替未满14岁的孩子填写' }

Page({
  data: { promises: PROMISES, consents: [], welcome: '', hotline: district.known().telephones.hotline.number },
  async onLoad() {
    const { words } = await district.ask()
    this.setData({ welcome: words.welcome || '', hotline: await help.number() })
  },
  onShow() { if (storage.get('token')) this.load() },
  async load() {
    try {
      const { items, current } = await api.get('/me/consents')
      const live = (name) => items.find((one) => one.document === name && one.version === current[name] && !one.withdrawn_at)
      this.setData({ consents: Object.keys(current).map((document) => {
        const given = live(document)
        return { document, version: current[document], name: NAMES[document] || document, given: Boolean(given), state: given ? say.day(given.given_at) + '同意' : '还没有同意' }
      }) })
    } catch (fault) {
      this.setData({ consents: [] })
    }
  },
  async turn(event) {
    const { document, version, given } = this.data.consents[event.currentTarget.dataset.index]
    try {
      if (given) await api.post('/me/consents/' + document + '/withdraw')
      else await api.post('/me/consents', { document, version })
      await this.load()
    } catch (fault) {
      api.say(fault)
    }
  },
  call() { help.callPerson() },
})
