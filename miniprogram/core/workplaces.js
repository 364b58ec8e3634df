// Pages for people with a duty. `roles`: who sees the row; an empty list means everybody.
module.exports = [
  { roles: ['organiser'], name: '集市组织', note: '办集市、写菜单、现场叫号', icon: 'market', url: '/packages/organiser/desk/desk' },
  { name: '我要招人', note: '单位、岗位、投递', icon: 'work', url: '/packages/employer/home/home', roles: [] },
  { name: '招工审核', note: '单位、岗位、举报', icon: 'work', url: '/packages/review/jobs/jobs', roles: ['department', 'admin'] },
  { name: '场地管理', note: '今天的预约、签到、闭馆', icon: 'place', roles: ['venue_keeper', 'admin'], url: '/packages/keeper/today/today' },
  { name: '我的网格', note: '今天的清单、上报处置、核查', icon: 'place', url: '/packages/grid/today/today', roles: ['grid_worker'] },
  { name: '事项和发令', note: '签收、报到、提交结果、督办回复', icon: 'work', url: '/packages/staff/work/work', roles: ['department', 'secretary'] },
]
