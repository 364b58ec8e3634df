// Pages for people with a duty. `roles`: who sees the row; an empty list means everybody.
module.exports = [
  { roles: ['organiser'], name: '集市组织', note: '办集市、写菜单、现场叫号', icon: 'market', url: '/packages/organiser/desk/desk' },
  { name: '我要招人', note: '单位、岗位、投递', icon: 'work', url: '/packages/employer/home/home', roles: [] },
  { name: '招工审核', note: '单位、岗位、举报', icon: 'work', url: '/packages/review/jobs/jobs', roles: ['department'] },
  { name: '场地管理', note: '今天的预约、签到、闭馆、开放时间、活动', icon: 'place', roles: ['venue_keeper'], url: '/packages/keeper/today/today' },
  { name: '每月核对', note: '站点还属实吗，回应居民反馈', icon: 'check', url: '/packages/directory/check/check', roles: ['venue_keeper', 'secretary', 'admin'] },
  { name: '我的网格', note: '今天的清单、上报处置、核查', icon: 'place', url: '/packages/grid/today/today', roles: ['grid_worker'] },
  { name: '调解和值班', note: '呼叫、我的调解、条款、签名', icon: 'people', url: '/pages/appeals/mediating/mediating', roles: ['mediator', 'duty_worker'] },
  { name: '事项办理', note: '受理、派单、签收、处置、核查', icon: 'tip', url: '/packages/staff/work/work', roles: ['department', 'secretary', 'dispatcher', 'supervisor'] },
  { name: '发令和报到', note: '签收、到场报到、交结果、验收评分', icon: 'people', url: '/packages/staff/orders/orders', roles: ['department', 'secretary', 'dispatcher', 'supervisor', 'auditor'] },
  { name: '督办', note: '超期的事，书面回复', icon: 'bell', url: '/packages/staff/supervisions/supervisions', roles: ['department', 'secretary', 'grid_worker', 'dispatcher', 'supervisor', 'auditor'] },
]
