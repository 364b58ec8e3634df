// The services on the first page, in the order people look for them. A service adds its row here.
// The first four that are not `small` are the big tiles of 长者版; small ones come last.
module.exports = [
  { name: '查补贴', what: '看看能领什么', icon: 'gift', url: '/pages/welfare/ask/ask' },
  { name: '随手拍', what: '身边的问题，拍给我们', icon: 'camera', url: '/pages/tips/send/send' },
  { name: '便民集市', what: '报名、叫号、许愿', icon: 'market', url: '/pages/markets/list/list' },
  { name: '订场地', what: '球场、活动室、阅览室', icon: 'court', url: '/pages/venues/list/list' },
  { name: '活动报名', what: '课程、讲座、亲子', icon: 'calendar', url: '/pages/activities/list/list' },
  { name: '找工作', what: '搜岗位、投递、看答复', icon: 'work', url: '/pages/jobs/list/list' },
  { name: '我有难处', what: '说一次，有人管到底', icon: 'heart', url: '/pages/appeals/ask/ask' },
  { name: '我们小区', what: '提议题、开会、表决、公约', icon: 'people', url: '/pages/commons/home/home' },
  { name: '我要开店', what: '光速办：当场领执照', icon: 'stamp', url: '/pages/approvals/ask/ask' },
  { name: '身边', what: '走到时开着的服务和站点', icon: 'place', url: '/packages/directory/near/near' },
  { name: '我的执照', what: '出示、变更、歇业、注销', icon: 'badge', url: '/pages/approvals/licences/licences', small: true },
  { name: '共享资源', what: '联盟成员的场地、设备、专家', icon: 'share', url: '/packages/directory/resources/resources', small: true },
  { name: '政策库', what: '按名字找政策', icon: 'book', url: '/pages/welfare/policies/policies', small: true },
]
