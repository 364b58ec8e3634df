// The services on the first page, in the order people look for them. A service adds its row here.
module.exports = [
  { name: '查补贴', what: '看看能领什么', icon: 'gift', url: '/pages/welfare/ask/ask' },
  { name: '订场地', what: '活动室、球场', icon: 'place', url: '/pages/venues/list/list' },
  { name: '便民集市', what: '磨刀、理发、义诊', icon: 'market', url: '/pages/markets/list/list' },
  { name: '找工作', what: '家门口的岗位', icon: 'work', url: '/pages/jobs/list/list' },
  { name: '反映问题', what: '拍照就能说', icon: 'tip', url: '/pages/tips/report/report' },
  { name: '社区活动', what: '学习、运动、亲子', icon: 'calendar', url: '/pages/venues/activities/activities' },
]
