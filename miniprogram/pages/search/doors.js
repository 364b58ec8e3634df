// What people call the app's own pages, in the order the doors are shown: the right door first, before what any list
// finds for the same words. `says` are words of the street; a name or what it is for is understood without them.
const services = require('../../core/services.js')

const SAYS = {
  '/pages/welfare/ask/ask': /补贴|补助|津贴|养老钱|敬老|(能|可以)(拿|领)多少|(盲人|老人|残疾人?).{0,3}(坐|乘)车|当兵|军属|下岗|救济|(领|发|给).{0,3}钱|钱.{0,2}(领|发)|有钱领|能领(什么|啥|多少)|(老人|生(孩子|小孩|娃)|奶粉|育儿|残疾).{0,5}钱|不要钱|不用钱|免费坐|坐.{0,4}免费/,
  '/pages/tips/send/send': /举报|投诉|反映|随手拍|杂物|油烟|树.{0,2}倒|下水道|堵(了|塞|住)|(垃圾|污水|积水|粪).{0,6}(没人|堆|臭|收|倒)|井盖|坑坑洼洼|路.{0,3}(坑|坏|破|塌)|路灯.{0,4}(不亮|坏|灭)|占道|乱停|太吵|吵死|噪[声音]|扰民|飞线/,
  '/pages/markets/list/list': /集市|赶集|摆摊|地摊|跳蚤|二手|以物(易|换)物|换东西|(卖|换).{0,2}(旧|自家|自己|闲)|旧(书|衣|手机|货).{0,4}(卖|换)|(义务?|免费).{0,2}(剪|理)|修(伞|鞋|表|手表)|磨.{0,2}(刀|剪)|配钥匙|缝补|补衣|家电(坏|维修)|许愿/,
  '/pages/appeals/ask/ask': /投诉|离婚|押金|中介.{0,3}骗|不退(钱|款|费)|退款|吵架|打架|纠纷|欠(我|钱|薪|工资)|工钱|讨薪|不发工资|没发工资|开除|辞退|炒(了)?(我)?鱿鱼|打官司|遗产|继承|抚养|赡养|家产|分家|借钱不还|工伤|维权|漏水|邻居/,
  '/pages/venues/list/list': /打.{0,2}球|(篮|足|排|网|乒乓|羽毛)球|球场|半场|(会议|活动|舞蹈|练琴|琴|排练|自习|阅览|多功能)(室|房|厅|场)|包(间|场)|开会的|(借|租|订|约|找).{0,3}(场|地方|房间|室|厅|教室)|礼堂|生日会|团建/,
  '/pages/activities/list/list': /报名|(画画|书法|舞蹈|瑜伽|声乐|手工|烘焙|编程|兴趣|夜校|培训|暑假|寒假|亲子).{0,2}(班|课)|讲座|亲子|上课/,
  '/pages/jobs/list/list': /找.{0,3}(工|活|事做)|招(工|人|聘)|(暑假|寒假|假期|小时|临时|钟点|普|长期)工|兼职|日结|打工|进厂|求职|学徒/,
  '/pages/approvals/ask/ask': /(名字|店名|名称|字号).{0,4}(占|能用|能不能|重|核|查)|(核|查|起).{0,2}(名字|店名|名称)|营业执照|办执照|开(个)?.{0,4}(店|公司|铺)|个体户|注册公司/,
  '/pages/approvals/licences/licences': /我.{0,3}执照|执照.{0,3}(变更|注销|到期|丢)/,
  '/pages/commons/home/home': /(装|加|修|换).{0,3}电梯|表决|投票|议事|会客厅|楼长|维修资金|物业|业委会|业主|小区|停车费|公约|公共收益/,
  '/packages/directory/resources/resources': /借.{0,3}(投影|音响|帐篷|轮椅|桌|椅|设备|东西|场地|工具)/,
}
const OWN = [
  { name: '我的事项', what: '我报的、约的、投的，办到哪了', url: '/pages/matters/matters', says: /我的事|查?进度|办到哪|(我|查).{0,3}(报的|投的|约的|交的|申请|结果)|我的(投诉|上报|诉求|报名)|取消(报名|预约|申请)/ },
  { name: '我的场地预约', what: '看时间、取消、出示', url: '/pages/venues/mine/mine', says: /(我|取消|退|改).{0,3}(预约|预订|订的|场地|场)|我的预约/ },
  { name: '我的号', what: '集市的号，叫到几号了', url: '/pages/markets/tickets/tickets', says: /(我|退|取消|看).{0,2}号|号票|叫(到)?(几)?号|排队|排到/ },
  { name: '我的求职', what: '投过的岗位和答复', url: '/pages/jobs/mine/mine', says: /(我|投).{0,3}(简历|投递|应聘|求职|面试)|面试.{0,3}(结果|通知)/ },
  { name: '我的上报', what: '随手拍过的，办到哪了', url: '/pages/tips/mine/mine', says: /我.{0,3}(投诉|举报|上报|反映|拍的|随手拍)/ },
  { name: '我的消息', what: '办理的消息都在这里', url: '/pages/inbox/inbox', says: /消息|通知/ },
  { name: '字号和长者版', what: '在“我的”里换大字', url: '/pages/me/me', says: /字.{0,3}(小|大|看不清)|大.{0,3}的?字|看不清|大字|长者版|字号/ },
  { name: '我的资料', what: '手机号、称呼、住的社区、家人', url: '/pages/me/me', says: /(改|换|绑).{0,3}(手机|电话|号码|名字|称呼|社区)|手机号|注销/ },
]

module.exports = OWN.concat(services.map((one) => Object.assign({ says: SAYS[one.url] || null }, one)))
